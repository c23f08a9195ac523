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
   * @param folder where it is unpacked
   */
  public static LanceDbException noLibrary(String folder, String reason, Throwable cause) {
    return new LanceDbException(
        "Cannot load Lance's native library from the folder '%s': %s. Choose a folder with 200 MB of room that may hold programs: set -Djava.io.tmpdir=<folder> in 'spark.driver.extraJavaOptions' and 'spark.executor.extraJavaOptions'."
            .formatted(folder, reason),
        cause);
  }

  /**
   * @param platform such as {@code Linux amd64}
   */
  public static LanceDbException noLibraryForPlatform(
      String platform, String reason, Throwable cause) {
    return new LanceDbException(
        "Cannot load Lance's native library on %s: %s. Use Linux with glibc 2.28 or newer on x86-64 or aarch64, or macOS on Apple silicon."
            .formatted(platform, reason),
        cause);
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
