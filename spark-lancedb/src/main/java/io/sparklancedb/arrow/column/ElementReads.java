package io.sparklancedb.arrow.column;

/**
 * How a scan reads the lists of one column. Lists are shown in place until most of their elements
 * are read one by one, as Spark does when it copies rows: from then on each is copied at once.
 */
final class ElementReads {
  private static final int SAMPLE_LISTS = 32;

  private boolean areWhole;
  private int lists;
  private long offered;
  private long read;

  void one() {
    read++;
  }

  /** Whether a list of so many elements is to be copied. */
  boolean areWhole(int elements) {
    if (!areWhole) {
      if (lists == SAMPLE_LISTS) {
        areWhole = read > offered / 2;
        lists = 0;
        offered = 0;
        read = 0;
      }
      lists++;
      offered += elements;
    }
    return areWhole;
  }
}
