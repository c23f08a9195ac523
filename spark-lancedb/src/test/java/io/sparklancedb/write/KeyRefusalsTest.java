package io.sparklancedb.write;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import io.sparklancedb.write.LanceDbWriteBuilder.Keyless;
import java.nio.file.Path;
import org.apache.spark.sql.internal.SQLConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRefusalsTest {
  private static final String ROWS = "id BIGINT, text STRING";
  private static final String NO_KEY =
      "Cannot write table 'TABLE': it has no primary key. Set the option 'primary_key' to the one column that names a row.";

  @TempDir private Path folder;

  private PlannedWrites writes(boolean existing) {
    PlannedWrites writes = new PlannedWrites(folder);
    return existing ? writes.table(ROWS, "primary_key", "id") : writes;
  }

  @Test
  void wantsAPrimaryKeyToMakeATable() {
    PlannedWrites writes = writes(false);
    writes.assertRefused(NO_KEY, () -> writes.append(ROWS));
    writes.assertRefused(NO_KEY, () -> writes.overwrite(ROWS));
  }

  @ParameterizedTest
  @CsvSource({
    "when_matched,ignore",
    "when_matched,update_changed",
    "when_not_matched,ignore",
    "when_not_matched_by_source,delete",
    "delete_column,gone",
    "distribution_mode,hash"
  })
  void wantsAPrimaryKeyToMerge(String option, String value) {
    String rows = ROWS + ", gone BOOLEAN";
    PlannedWrites writes = new PlannedWrites(folder, Keyless.APPEND).table(rows);

    assertDoesNotThrow(() -> writes.append(rows));
    writes.assertRefused(NO_KEY, () -> writes.append(rows, option, value));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void d7RefusesTwoPrimaryKeys(boolean existing) {
    PlannedWrites writes = writes(existing);
    writes.assertRefused(
        "Cannot use option 'primary_key' = 'id,text': it names more than one column, and a table has exactly one. Combine them into one column, such as concat_ws('/', a, b).",
        () -> writes.append(ROWS, "primary_key", "id,text"));
  }

  @ParameterizedTest
  @CsvSource({"false,key", "true,key", "false,'id '", "true,'id '"})
  void refusesAnUnknownPrimaryKey(boolean existing, String key) {
    PlannedWrites writes = writes(existing);
    writes.assertRefused(unknown(key), () -> writes.append(ROWS, "primary_key", key));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aKeyInOtherLettersIsUnknownWhereCaseCounts(boolean existing) {
    PlannedWrites writes = writes(existing);
    assertDoesNotThrow(() -> writes.append(ROWS, "primary_key", "ID"));
    SQLConf.get().setConfString("spark.sql.caseSensitive", "true");
    try {
      writes.assertRefused(unknown("ID"), () -> writes.append(ROWS, "primary_key", "ID"));
    } finally {
      SQLConf.get().unsetConf("spark.sql.caseSensitive");
    }
  }

  private static String unknown(String key) {
    return "Cannot use '%s' as the primary key: there is no such column. Set 'primary_key' to one of 'id', 'text'."
        .formatted(key);
  }

  @Test
  void refusesToChangeThePrimaryKey() {
    PlannedWrites writes = writes(true);
    String message =
        "Cannot use option 'primary_key' = 'text': the primary key of table 'TABLE' is 'id'. Leave the option out.";
    writes.assertRefused(message, () -> writes.append(ROWS, "primary_key", "text"));
    writes.assertRefused(message, () -> writes.overwrite(ROWS, "primary_key", "text"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT", "DOUBLE"})
  void d4RefusesAFloatingPrimaryKey(String type) {
    PlannedWrites writes = writes(false);
    writes.assertRefused(
        "Cannot use 'id' as the primary key: its type is %s, and NaN and -0.0 do not compare equal consistently. Cast it to DECIMAL or STRING."
            .formatted(type),
        () -> writes.append("id " + type, "primary_key", "id"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ARRAY<BIGINT>",
        "STRUCT<id: BIGINT>",
        "MAP<BIGINT, BIGINT>",
        "INTERVAL DAY TO SECOND"
      })
  void refusesAPrimaryKeyThatIsNoKeysType(String type) {
    PlannedWrites writes = writes(false);
    writes.assertRefused(
        "Cannot use 'id' as the primary key: its type is %s. Choose or make a column of integers, strings, binary values, dates, timestamps, decimals or booleans."
            .formatted(type),
        () -> writes.append("id " + type, "primary_key", "id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TINYINT",
        "SMALLINT",
        "INT",
        "BIGINT",
        "STRING",
        "BINARY",
        "DATE",
        "TIMESTAMP",
        "TIMESTAMP_NTZ",
        "DECIMAL(38, 3)",
        "BOOLEAN"
      })
  void takesAKeyOfEveryOtherType(String type) {
    PlannedWrites writes = writes(false);
    assertDoesNotThrow(() -> writes.append("id " + type, "primary_key", "id"));
  }
}
