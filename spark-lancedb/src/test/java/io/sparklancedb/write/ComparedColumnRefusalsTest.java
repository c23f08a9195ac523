package io.sparklancedb.write;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.write.Write;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComparedColumnRefusalsTest {
  private static final String ROWS = "id BIGINT, text STRING, gone BOOLEAN, lsn BIGINT";

  @TempDir private Path folder;
  private PlannedWrites writes;

  @BeforeEach
  void atAFolder() {
    writes = new PlannedWrites(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|Cannot use option 'compare_columns' = '': expected columns such as 'title, body'. Leave it out to use all columns that are written.",
        "text,|Cannot use option 'compare_columns' = 'text,': expected columns such as 'title, body'. Leave it out to use all columns that are written.",
        "[]|Cannot use option 'compare_columns' = '[]': expected columns such as 'title, body'. Leave it out to use all columns that are written.",
        "text, nope|Cannot use option 'compare_columns' = 'nope': the rows to write have no such column, they have id, text, gone, lsn. Name one of these or leave the option out; if it is a property of the table, by ALTER TABLE with SET or UNSET TBLPROPERTIES ('compare_columns').",
        "Gone|Cannot use option 'compare_columns' with the column 'Gone': it is the 'delete_column', or a 'sequence_column' that the table has not, so there is nothing stored to compare it with. Leave it out of the list.",
        "lsn|Cannot use option 'compare_columns' with the column 'lsn': it is the 'delete_column', or a 'sequence_column' that the table has not, so there is nothing stored to compare it with. Leave it out of the list."
      })
  void refusesToCompareWhatIsNotThere(String columns, String message) {
    writes.table("id BIGINT, text STRING", "primary_key", "id");
    writes.assertRefused(message, () -> comparing(columns));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TEXT", "text, id", "[\"text\", \"id\"]"})
  void comparesColumnsThatAreThere(String columns) {
    assertDoesNotThrow(() -> comparing(columns, "primary_key", "id"));
    writes.table("id BIGINT, text STRING", "primary_key", "id");
    assertDoesNotThrow(() -> comparing(columns));
  }

  private Write comparing(String columns, String... others) {
    List<String> options = new ArrayList<>(List.of(others));
    options.addAll(List.of("when_matched", "update_changed", "compare_columns", columns));
    options.addAll(List.of("delete_column", "gone", "sequence_column", "lsn"));
    options.addAll(List.of("duplicate_keys", "last"));
    return writes.append(ROWS, options.toArray(String[]::new));
  }
}
