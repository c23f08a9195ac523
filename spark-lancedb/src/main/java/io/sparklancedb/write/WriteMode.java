package io.sparklancedb.write;

import io.sparklancedb.config.MergeRules;
import java.util.Optional;
import java.util.Set;

/** What a write does with the rows that are there. */
sealed interface WriteMode {
  /** Rows are merged by their key. */
  record Upsert(MergeRules rules) implements WriteMode {
    @Override
    public String toString() {
      return "upsert";
    }
  }

  /** Rows are added to a table without a primary key. */
  record Append() implements WriteMode {
    @Override
    public String toString() {
      return "append";
    }
  }

  /**
   * Rows that meet a condition are replaced; the new ones are merged by their key with the rest.
   *
   * @param condition in Lance's SQL
   */
  record ReplaceWhere(String condition) implements WriteMode {
    @Override
    public String toString() {
      return "replace where";
    }
  }

  /** All rows are replaced. */
  record Replace() implements WriteMode {
    @Override
    public String toString() {
      return "replace";
    }
  }

  /** The table gets other columns and rows; its indexes, which are of the old ones, go. */
  record Redefine() implements WriteMode {
    @Override
    public String toString() {
      return "redefine";
    }
  }

  /**
   * Rows that a statement has read are changed, in the very version that it read.
   *
   * @param command the statement's, such as {@code update}
   * @param addresses the column of the written rows with the address of a row to delete; empty
   *     where its primary key names it
   * @param notStored columns of the written rows that are not the table's
   */
  record RowLevel(String command, Optional<String> addresses, Set<String> notStored)
      implements WriteMode {
    @Override
    public String toString() {
      return command;
    }
  }
}
