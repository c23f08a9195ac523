package io.sparklancedb.read;

import org.lance.FragmentMetadata;

/** What a scan reads of one fragment. */
record FragmentSlice(FragmentMetadata fragment, RowSelection rows) {
  /** A row that is fetched by its address costs about as much as so many that are scanned. */
  private static final long COST_OF_AN_ADDRESS = 16;

  static FragmentSlice whole(FragmentMetadata fragment) {
    return new FragmentSlice(fragment, new RowSelection.All());
  }

  /** At most so many rows come out of it. */
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

  /** What reading it costs, in rows that are scanned. */
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
