package io.sparklancedb.write;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.nio.file.Path;
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
        "when_matched|replace|Cannot use option 'when_matched' = 'replace': expected 'update', 'ignore' or 'fail'. Leave it out to use 'update'.",
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
