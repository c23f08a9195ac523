package io.sparklancedb.error;

/** A commit that happened, or of which nobody can tell: nothing that it wrote may be removed. */
public final class OutcomeUnknownException extends LanceDbException {
  private static final long serialVersionUID = 1L;

  OutcomeUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
