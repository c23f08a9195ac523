package io.sparklancedb.read;

import org.lance.FragmentMetadata;

/** What a scan reads of one fragment. */
record FragmentSlice(FragmentMetadata fragment, RowSelection rows) {
  /** Fetching one row by its address costs about as much as scanning so many rows. */
  private static final long COST_OF_AN_ADDRESS = 16;

  static FragmentSlice whole(FragmentMetadata fragment) {
    return new FragmentSlice(fragment, new RowSelection.All());
  }

  /** The most rows that it can return. */
  long count() {
    if (rows instanceof RowSelection.RowIds found) {
      return found.ids().size();
    }
    if (rows instanceof RowSelection.MatchCount matches) {
      return matches.count();
    }
    if (rows instanceof RowSelection.Positions positions) {
      return Math.min(positions.count(), fragment.getNumRows());
    }
    return rows instanceof RowSelection.LiveRows live ? live.count() : fragment.getNumRows();
  }

  /** What it costs to read, as a number of scanned rows. */
  long cost() {
    if (rows instanceof RowSelection.LiveRows live) {
      return live.count();
    }
    if (rows instanceof RowSelection.Positions positions) {
      return positions.count();
    }
    return rows instanceof RowSelection.All
        ? fragment.getPhysicalRows()
        : Math.min(count() * COST_OF_AN_ADDRESS, fragment.getPhysicalRows());
  }
}
