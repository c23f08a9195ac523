package io.sparklancedb.read;

import org.lance.FragmentMetadata;

/** What a scan reads of one fragment. */
record FragmentPart(FragmentMetadata fragment, Rows rows) {
  /** A row that is fetched by its address costs about as much as so many that are scanned. */
  private static final long COST_OF_AN_ADDRESS = 16;

  static FragmentPart whole(FragmentMetadata fragment) {
    return new FragmentPart(fragment, new Rows.All());
  }

  /** At most so many rows come out of it. */
  long count() {
    if (rows instanceof Rows.At at) {
      return at.ids().size();
    }
    if (rows instanceof Rows.Matching matching) {
      return matching.count();
    }
    if (rows instanceof Rows.Slice slice) {
      return Math.min(slice.count(), fragment.getNumRows());
    }
    return rows instanceof Rows.Run run ? run.count() : fragment.getNumRows();
  }

  /** What reading it costs, in rows that are scanned. */
  long cost() {
    if (rows instanceof Rows.Run run) {
      return run.count();
    }
    if (rows instanceof Rows.Slice slice) {
      return slice.count();
    }
    return rows instanceof Rows.All
        ? fragment.getPhysicalRows()
        : Math.min(count() * COST_OF_AN_ADDRESS, fragment.getPhysicalRows());
  }
}
