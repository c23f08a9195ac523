package io.sparklancedb.commit;

import io.sparklancedb.config.MergeRules;
import java.util.Optional;
import java.util.Set;

/** What a write does with the rows of the table. Its text is the operation's name in a version. */
public sealed interface WriteMode {
  /** How written rows and the table's rows of the same keys are merged. */
  default MergeRules rules() {
    return MergeRules.UPSERT;
  }

  /** Whether rows of the table go without regard to their keys. */
  default boolean replacesRows() {
    return false;
  }

  /** Whether all rows of the table go, and its columns stay. */
  default boolean replacesAllRows() {
    return false;
  }

  /** Whether the table gets other columns as well. */
  default boolean replacesTable() {
    return false;
  }

  /** Rows of the table that meet this condition, in Lance's SQL, go. */
  default Optional<String> replacedWhere() {
    return Optional.empty();
  }

  /** Whether the write is never tried on another version than the one that it was planned on. */
  default boolean isPinned() {
    return false;
  }

  /**
   * Whether the rows are what a statement has computed from the table. The keys of rows that it
   * inserts must be new. It may name a row to delete several times.
   */
  default boolean isStatement() {
    return false;
  }

  /** Whether the write's options tell how rows are merged, such as its sequence. */
  default boolean mergesByRules() {
    return false;
  }

  /** The column of the written rows with the address of a row to delete. */
  default Optional<String> addresses() {
    return Optional.empty();
  }

  /** Columns of the written rows that are not the table's. */
  default Set<String> notStored() {
    return Set.of();
  }

  /** What the mode is when the table has no primary key. */
  default WriteMode withoutKey() {
    return this;
  }

  /** Rows are merged by their key. */
  record Upsert(MergeRules rules) implements WriteMode {
    @Override
    public boolean mergesByRules() {
      return true;
    }

    @Override
    public WriteMode withoutKey() {
      return new Append();
    }

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
   * Rows that meet a condition are replaced. The new rows are merged by their key with the others.
   *
   * @param condition in Lance's SQL
   */
  record OverwriteWhere(String condition) implements WriteMode {
    @Override
    public boolean replacesRows() {
      return true;
    }

    @Override
    public Optional<String> replacedWhere() {
      return Optional.of(condition);
    }

    @Override
    public String toString() {
      return "replace where";
    }
  }

  /** All rows are replaced. */
  record Overwrite() implements WriteMode {
    @Override
    public boolean replacesRows() {
      return true;
    }

    @Override
    public boolean replacesAllRows() {
      return true;
    }

    @Override
    public String toString() {
      return "replace";
    }
  }

  /** The table gets other columns and rows. Its indexes, which are of the old ones, go. */
  record ReplaceTable() implements WriteMode {
    @Override
    public boolean replacesRows() {
      return true;
    }

    @Override
    public boolean replacesTable() {
      return true;
    }

    @Override
    public boolean isPinned() {
      return true;
    }

    @Override
    public String toString() {
      return "redefine";
    }
  }

  /**
   * Rows that a statement has read are changed, in the version that it has read.
   *
   * @param command the statement's, such as {@code update}
   * @param addresses the column of the written rows with the address of a row to delete; empty
   *     where the primary key names the row
   * @param notStored columns of the written rows that are not the table's
   */
  record RowLevel(String command, Optional<String> addresses, Set<String> notStored)
      implements WriteMode {
    public RowLevel {
      notStored = Set.copyOf(notStored);
    }

    @Override
    public boolean isPinned() {
      return true;
    }

    @Override
    public boolean isStatement() {
      return true;
    }

    @Override
    public String toString() {
      return command;
    }
  }
}
