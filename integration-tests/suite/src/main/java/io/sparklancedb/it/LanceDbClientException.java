package io.sparklancedb.it;

/** LanceDB's own client refused an operation, in its own words. */
public final class LanceDbClientException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LanceDbClientException(String message) {
    super(message);
  }
}
