package io.sparklancedb.dataset;

/**
 * What a scan of a narrow column takes on one core. Measured on lance-core 7.0.0: see "Locating
 * keys" in ARCHITECTURE.md.
 */
public final class ScanCost {
  private static final long NANOS_PER_ROW = 45;

  /** To open the files of each further fragment. */
  private static final long NANOS_PER_FRAGMENT = 70_000;

  private ScanCost() {}

  /**
   * @param furtherFragments than the first, or than those that are scanned anyway
   */
  public static long nanos(long rows, long furtherFragments) {
    return rows * NANOS_PER_ROW + furtherFragments * NANOS_PER_FRAGMENT;
  }
}
