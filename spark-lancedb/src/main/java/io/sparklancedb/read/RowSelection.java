package io.sparklancedb.read;

import java.io.Serializable;
import java.util.List;

/** Which rows of fragments are read, before filters. */
sealed interface RowSelection extends Serializable {
  /** All rows that are not deleted. */
  record All() implements RowSelection {}

  /** A range of positions in the only fragment. Deleted rows have positions too. */
  record Positions(long from, long to) implements RowSelection {
    long count() {
      return to - from;
    }
  }

  /**
   * A range of the rows of the only fragment that are not deleted. Lance reads it faster than
   * positions, but only without a filter.
   */
  record LiveRows(long skipped, long count) implements RowSelection {}

  /** The rows with these ids. The filters that an index has answered hold for them. */
  record RowIds(List<Long> ids) implements RowSelection {
    public RowIds {
      ids = List.copyOf(ids);
    }
  }

  /** All rows. So many of them match the filters that an index has answered. */
  record MatchCount(long count) implements RowSelection {}
}
