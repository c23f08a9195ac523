package io.sparklancedb.read;

import java.io.Serializable;
import java.util.List;

/** Which rows of fragments are read, before filters. */
sealed interface RowSelection extends Serializable {
  /** All that are not deleted. */
  record All() implements RowSelection {}

  /** Positions in the only fragment, deleted rows counted. */
  record Positions(long from, long to) implements RowSelection {
    long count() {
      return to - from;
    }
  }

  /**
   * So many of the only fragment after the skipped ones, deleted rows not counted. Lance reads them
   * faster than a slice, and only where nothing filters them.
   */
  record LiveRows(long skipped, long count) implements RowSelection {}

  /** Those with these row ids, for which the filters that an index has answered are true. */
  record RowIds(List<Long> ids) implements RowSelection {
    public RowIds {
      ids = List.copyOf(ids);
    }
  }

  /** All; so many of them match the filters that an index has answered. */
  record MatchCount(long count) implements RowSelection {}
}
