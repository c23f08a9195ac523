package io.sparklancedb.error;

import java.time.Duration;

/** What is wrong with a connection or a query on it. */
public final class ConnectionErrors {
  private ConnectionErrors() {}

  public static LanceDbException negativeInterval(Duration interval) {
    return new LanceDbException(
        "Cannot connect with a read consistency interval of %s: it is negative. Use zero to look for new versions at every read."
            .formatted(interval));
  }

  public static LanceDbException notPositive(int limit) {
    return new LanceDbException(
        "Cannot query for %d rows: expected at least 1. Choose how many rows you want."
            .formatted(limit));
  }

  /**
   * @param reason what Lance said, without secrets
   */
  public static LanceDbException badQuery(String uri, String reason, Throwable cause) {
    return new LanceDbException(
        "Cannot query table '%s': %s. Check the columns, the filter and the vector."
            .formatted(uri, reason),
        cause);
  }
}
