package io.sparklancedb.read;

import java.io.Serializable;
import java.util.List;

/** Which rows of fragments are read, before filters. */
sealed interface Rows extends Serializable {
  /** All that are not deleted. */
  record All() implements Rows {}

  /** Positions in the only fragment, deleted rows counted. */
  record Slice(long from, long to) implements Rows {
    long count() {
      return to - from;
    }
  }

  /**
   * So many of the only fragment after the skipped ones, deleted rows not counted. Lance reads them
   * faster than a slice, and only where nothing filters them.
   */
  record Run(long skipped, long count) implements Rows {}

  /** Those with these row ids, for which the filters that an index has answered are true. */
  record At(List<Long> ids) implements Rows {
    public At {
      ids = List.copyOf(ids);
    }
  }

  /** All; so many of them match the filters that an index has answered. */
  record Matching(long count) implements Rows {}
}
