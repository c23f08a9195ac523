package io.sparklancedb.error;

/** Work of our own that runs as a Spark job. */
public final class JobErrors {
  private JobErrors() {}

  /**
   * @param reason what Spark or the failed task says; only its first line is shown
   */
  public static LanceDbException failed(String job, String reason, Throwable cause) {
    return new LanceDbException(
        "Cannot finish the Spark job '%s': %s. Run it again when the cause is mended."
            .formatted(job, firstLine(reason)),
        cause);
  }

  private static String firstLine(String reason) {
    String line = String.valueOf(reason).lines().findFirst().orElse("");
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
