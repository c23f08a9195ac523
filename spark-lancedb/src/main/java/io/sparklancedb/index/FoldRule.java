package io.sparklancedb.index;

/** When an index has to take in the rows that it lacks. */
enum FoldRule {
  /** Lance 7.0.0 writes the whole of a B-Tree anew for a few rows: not at every write. */
  AFTER_CHANGES {
    @Override
    boolean isDue(long rows, long covered) {
      long missing = rows - covered;
      return missing >= FEWEST_ROWS && missing * ONE_IN > rows;
    }
  },

  /** More rows are to come: what is folded now is folded again. */
  WHILE_WRITING {
    @Override
    boolean isDue(long rows, long covered) {
      return rows - covered >= FEWEST_ROWS && covered * 2 < rows;
    }
  },

  /** An index whose rows are all deleted is of no use. */
  AFTER_REPLACEMENT {
    @Override
    boolean isDue(long rows, long covered) {
      return rows > 0 && covered == 0 || AFTER_CHANGES.isDue(rows, covered);
    }
  };

  private static final long FEWEST_ROWS = 50;

  /** More than 5 % are many. */
  private static final long ONE_IN = 20;

  /**
   * @param rows of the table that are not deleted
   * @param covered those of them in fragments that the index covers
   */
  abstract boolean isDue(long rows, long covered);
}
