package io.sparklancedb.key;

import java.util.Locale;

/**
 * Which way of finding keys in a version is the cheapest. Measured on lance-core 7.0.0 with two
 * cores: see "Locating keys" in ARCHITECTURE.md.
 */
public final class LocatingRule {
  private static final long SCAN_NANOS_PER_ROW = 45;
  private static final long PROBE_NANOS_PER_NUMBER = 60_000;
  private static final long PROBE_NANOS_PER_TEXT = 150_000;

  /** To read a written key back and put it into a set. */
  private static final long READ_NANOS_PER_KEY = 100;

  /** A job costs 50 ms; to be worth it, it takes over much more than that. */
  private static final long WORTH_A_JOB_NANOS = 400_000_000;

  /** Lets tests choose a way: {@code index}, {@code scan} or {@code job}. */
  private static final String FORCED = "io.sparklancedb.locate";

  private LocatingRule() {}

  /**
   * Whether the keys are looked up one by one in the table's index.
   *
   * @param rows of the table
   */
  static boolean byIndex(long keys, boolean areNumbers, long rows) {
    String forced = forced();
    if (!forced.isEmpty()) {
      return forced.equals("index");
    }
    long nanosPerKey = areNumbers ? PROBE_NANOS_PER_NUMBER : PROBE_NANOS_PER_TEXT;
    return keys * nanosPerKey < rows * SCAN_NANOS_PER_ROW;
  }

  /**
   * Whether a scan of the table's keys is left to tasks.
   *
   * @param keys that were written
   * @param rows of the table
   * @param allRows whether every row has to be looked at, so that the index is of no use
   */
  public static boolean inJob(long keys, long rows, boolean allRows) {
    String forced = forced();
    if (!forced.isEmpty()) {
      return forced.equals("job");
    }
    return keys * READ_NANOS_PER_KEY + rows * SCAN_NANOS_PER_ROW > WORTH_A_JOB_NANOS
        && (allRows || !byIndex(keys, true, rows));
  }

  private static String forced() {
    return System.getProperty(FORCED, "").toLowerCase(Locale.ROOT);
  }
}
