package io.sparklancedb.write;

import io.sparklancedb.config.MergeRules;

/** What a write does with the rows that are there. */
sealed interface WriteMode {
  /** Rows are merged by their key. */
  record Upsert(MergeRules rules) implements WriteMode {
    @Override
    public String toString() {
      return "upsert";
    }
  }

  /** All rows are replaced. */
  record Replace() implements WriteMode {
    @Override
    public String toString() {
      return "replace";
    }
  }

  /**
   * Rows that a statement has read are changed, in the very version that it read.
   *
   * @param command the statement's, such as {@code update}
   */
  record RowLevel(String command) implements WriteMode {
    @Override
    public String toString() {
      return command;
    }
  }
}
