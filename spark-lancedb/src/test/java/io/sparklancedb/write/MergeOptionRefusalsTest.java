package io.sparklancedb.write;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import io.sparklancedb.write.LanceDbWriteBuilder.Keyless;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.write.Write;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MergeOptionRefusalsTest {
  private static final String ROWS = "id BIGINT, text STRING, gone BOOLEAN";
  private static final String NO_EFFECT =
      "Cannot use option 'sequence_column' = 'lsn': the table has no such column, and 'duplicate_keys' = 'fail' lets no key come twice, so it would have no effect. Set 'duplicate_keys' to 'last', or add the column to the table.";

  @TempDir private Path folder;
  private PlannedWrites writes;

  @BeforeEach
  void atAFolder() {
    writes = new PlannedWrites(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "when_matched|replace|Cannot use option 'when_matched' = 'replace': expected 'update', 'update_changed', 'ignore' or 'fail'. Leave it out to use 'update'.",
        "compare_columns|text|Cannot use option 'compare_columns' without 'when_matched' = 'update_changed'. Set both or neither.",
        "delete_column|nope|Cannot use option 'delete_column' = 'nope': the rows to write have no such column, they have id, text, gone. Name one of these or leave the option out; if it is a property of the table, by ALTER TABLE with SET or UNSET TBLPROPERTIES ('delete_column').",
        "delete_column|text|Cannot use option 'delete_column' = 'text': its type is STRING, and it is true in rows that delete. Cast it to BOOLEAN.",
        "duplicate_keys|last|Cannot use option 'duplicate_keys' = 'last' without 'sequence_column'. Set both or neither.",
        "txn_app_id|a|Cannot use option 'txn_app_id' without 'txn_version'. Set both or neither.",
        "commit_attempts|0|Cannot use option 'commit_attempts' = '0': expected a whole number of at least 1. Leave it out to use 20.",
        "key_memory|much|Cannot use option 'key_memory' = 'much': expected a size of at least '1m', such as '64m' or '1g'. Leave it out to use '512m', or a tenth of the heap of the driver or executor where that is less."
      })
  void refusesWhatAnOptionCannotMean(String option, String value, String message) {
    writes.assertRefused(message, () -> writes.append(ROWS, "primary_key", "id", option, value));
  }

  @ParameterizedTest
  @CsvSource({
    "when_matched,ignore",
    "when_matched,update_changed",
    "when_not_matched,ignore",
    "when_not_matched_by_source,delete",
    "delete_column,gone"
  })
  void refusesToMergeWhereAllRowsAreReplaced(String option, String value) {
    writes.table("id BIGINT, text STRING", "primary_key", "id");
    writes.assertRefused(
        "Cannot overwrite with option '%s': an overwrite merges nothing, it replaces all rows. Leave it out, or append."
            .formatted(option),
        () -> writes.overwrite(ROWS, option, value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "when_matched|fail|'when_matched' = 'fail': a job that runs again would meet the rows that it has committed",
        "when_not_matched_by_source|delete|'when_not_matched_by_source' = 'delete': which keys are missing is known when all rows are written"
      })
  void refusesToCommitInPartsWhatOnlyTheWholeTells(String option, String value, String reason) {
    writes.assertRefused(
        "Cannot use option 'commit_interval' with %s. Leave 'commit_interval' out."
            .formatted(reason),
        () -> append("commit_interval", "10m", option, value));
  }

  @Test
  void refusesToCommitATransactionInParts() {
    writes.assertRefused(
        "Cannot use option 'commit_interval' with 'txn_app_id': the write of a transaction is in the table as a whole, or not at all. Leave 'commit_interval' out.",
        () -> append("commit_interval", "10m", "txn_app_id", "nightly", "txn_version", "7"));
  }

  @Test
  void refusesToCommitAnOverwriteInParts() {
    writes.table("id BIGINT, text STRING", "primary_key", "id");
    writes.assertRefused(
        "Cannot use option 'commit_interval' with an overwrite: its rows replace others in one version. Leave 'commit_interval' out.",
        () -> writes.overwrite("id BIGINT, text STRING", "commit_interval", "10m"));
  }

  @Test
  void refusesToCommitAStatementInParts() {
    String rows = "id BIGINT, text STRING";
    String refusal =
        "Cannot use option 'commit_interval' with %s: a statement changes all of its rows, or none. Leave 'commit_interval' out.";
    writes.table(rows, "primary_key", "id");
    writes.assertRefused(
        refusal.formatted("MERGE"), () -> writes.merge(rows, "commit_interval", "10m"));
    writes.assertRefused(
        refusal.formatted("UPDATE"), () -> writes.update(rows, "commit_interval", "10m"));
  }

  @Test
  void refusesToCommitRowsWithoutAKeyInParts() {
    PlannedWrites keyless = new PlannedWrites(folder, Keyless.APPEND);
    keyless.assertRefused(
        "Cannot use option 'commit_interval' with a table without a primary key: a job that dies and runs again would write its first rows twice. Leave 'commit_interval' out.",
        () -> keyless.append(ROWS, "commit_interval", "10m"));
  }

  @Test
  void refusesPartsThatMayPutTheLastRowOfAKeyBeforeTheOthers() {
    String[] last = {"commit_interval", "10m", "duplicate_keys", "last", "sequence_column", "text"};
    assertDoesNotThrow(() -> append(last));
    assertDoesNotThrow(() -> append(with(last, "distribution_mode", "range")));
    writes.assertRefused(
        "Cannot use option 'commit_interval' with 'duplicate_keys' = 'last' and 'distribution_mode' = 'none': the last row of a key may be committed before the others. Leave 'commit_interval' out.",
        () -> append(with(last, "distribution_mode", "none")));
  }

  private Write append(String... options) {
    return writes.append(ROWS, with(options, "primary_key", "id"));
  }

  private static String[] with(String[] options, String... more) {
    return Stream.of(options, more).flatMap(Stream::of).toArray(String[]::new);
  }

  @Test
  void refusesASequenceThatWouldHaveNoEffect() {
    String rows = "id INT, text STRING, lsn BIGINT";
    writes.table("id INT, text STRING", "primary_key", "id");
    writes.assertRefused(NO_EFFECT, () -> writes.append(rows, "sequence_column", "lsn"));
    assertDoesNotThrow(
        () -> writes.append(rows, "sequence_column", "lsn", "duplicate_keys", "last"));
  }

  @Test
  void refusesASequenceThatTheRowsLack() {
    writes.assertRefused(
        "Cannot use option 'sequence_column' = 'nope': the rows to write have no such column, they have id, text, gone. Name one of these or leave the option out; if it is a property of the table, by ALTER TABLE with SET or UNSET TBLPROPERTIES ('sequence_column').",
        () -> writes.append(ROWS, "primary_key", "id", "sequence_column", "nope"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"BIGINT", "DOUBLE", "STRING", "TIMESTAMP", "DECIMAL(20, 2)", "BINARY"})
  void takesASequenceOfATypeThatSparkSorts(String type) {
    String rows = "id INT, lsn " + type;
    writes.table(rows, "primary_key", "id");
    assertDoesNotThrow(() -> writes.append(rows, "sequence_column", "lsn"));
  }
}
