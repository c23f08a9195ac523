package io.sparklancedb.commit;

import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.config.KeyMemory;
import io.sparklancedb.config.MergeRules;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.types.ComparedField;
import java.io.Serializable;
import java.util.List;

/**
 * How written rows are merged, as the driver and the tasks need it.
 *
 * @param statement the command whose rows they are, such as {@code merge}; null for other writes
 * @param sequence column of the table that tells which of two rows of a key is the later one; null
 *     for none
 * @param preservesValues whether rows that update others keep something of those
 * @param compared columns of the written rows in which those that change nothing are as the table's
 * @param keyMemory how much of the keys a process holds at a time
 */
record MergeSpec(
    WrittenKeys written,
    MergeRules rules,
    String statement,
    String sequence,
    boolean preservesValues,
    List<ComparedField> compared,
    KeyMemory keyMemory)
    implements Serializable {
  MergeSpec {
    compared = List.copyOf(compared);
  }

  static MergeSpec of(WrittenKeys written, CommitPlan plan) {
    return new MergeSpec(
        written,
        plan.rules(),
        plan.mode().isStatement() ? plan.mode().toString() : null,
        plan.sequence().orElse(null),
        plan.preservesValues(),
        plan.compared(),
        plan.keyMemory());
  }

  /** The same of other written rows. */
  MergeSpec with(WrittenKeys others) {
    return new MergeSpec(others, rules, statement, sequence, preservesValues, compared, keyMemory);
  }

  /** The memory that it takes to compare the rows of so many keys. */
  long bytesToCompare(int keys) {
    return rules.comparesRows() ? (long) keys * RowComparison.BYTES_OF_A_ROW : 0;
  }

  boolean isStatement() {
    return statement != null;
  }

  /**
   * @param content of the row that has the key again
   */
  LanceDbException duplicateKey(String key, Content content) {
    String uri = written.address().uri();
    String column = written.keyColumn();
    if (!isStatement()) {
      return WriteErrors.duplicateKey(column, key);
    }
    return content == Content.ROWS
        ? WriteErrors.keyOfTwoRows(uri, column, key, statement)
        : WriteErrors.keyGivenUp(uri, column, key, statement);
  }
}
