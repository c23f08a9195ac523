package io.sparklancedb.write;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnRefusalsTest {
  private static final String ROWS = "id BIGINT, text STRING, small INT, n BIGINT";
  private static final String LACKS =
      "Cannot write to table 'TABLE': the DataFrame lacks its columns 'text', 'n'. Add them to the DataFrame, or set 'schema_evolution' = 'add_columns': then they keep their values in rows that are updated.";

  @TempDir private Path folder;
  private PlannedWrites writes;

  @BeforeEach
  void atAFolder() {
    writes = new PlannedWrites(folder);
  }

  private PlannedWrites toTable() {
    return writes.table(ROWS, "primary_key", "id");
  }

  private void assertNew(String message, StructType rows, String... options) {
    String[] all = new String[options.length + 2];
    all[0] = "primary_key";
    all[1] = "id";
    System.arraycopy(options, 0, all, 2, options.length);
    writes.assertRefused(message, () -> writes.append(rows, all));
  }

  private static StructType rows() {
    return StructType.fromDDL(ROWS);
  }

  @Test
  void refusesMissingColumns() {
    toTable().assertRefused(LACKS, () -> writes.append("id BIGINT, small INT"));
    writes.assertRefused(LACKS, () -> writes.overwrite("id BIGINT, small INT"));
  }

  @Test
  void refusesExtraColumns() {
    String rows = ROWS + ", a INT, `b c` INT";
    String message =
        "Cannot write to table 'TABLE': it has no columns 'a', 'b c'. Drop them, or set 'schema_evolution' = 'add_columns': then the table gets them.";
    toTable().assertRefused(message, () -> writes.append(rows));
    writes.assertRefused(message, () -> writes.overwrite(rows));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "small|BIGINT|INT",
        "small|STRING|INT",
        "small|DOUBLE|INT",
        "small|DECIMAL(12,2)|INT",
        "n|DECIMAL(20,0)|BIGINT",
        "text|BIGINT|STRING",
        "text|BINARY|STRING",
        "text|STRUCT<id: BIGINT>|STRING",
        "text|INTERVAL YEAR TO MONTH|STRING",
        "id|STRING|BIGINT"
      })
  void d11RefusesATypeWhoseValuesDoNotAllFit(String column, String given, String own) {
    StructType rows = new StructType();
    for (String name : rows().fieldNames()) {
      StructType one = StructType.fromDDL("c " + (name.equals(column) ? given : own(name)));
      rows = rows.add(name, one.fields()[0].dataType());
    }
    StructType written = rows;
    toTable()
        .assertRefused(
            "Cannot write column '%s': values of type %s do not all fit the table's %s. Cast the column first."
                .formatted(column, given, own),
            () -> writes.append(written));
  }

  private static String own(String name) {
    return rows().apply(name).dataType().sql();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INTERVAL YEAR TO MONTH|c|INTERVAL YEAR TO MONTH",
        "INTERVAL YEAR|c|INTERVAL YEAR",
        "INTERVAL MONTH|c|INTERVAL MONTH",
        "VOID|c|VOID",
        "STRUCT<>|c|STRUCT<>",
        "ARRAY<VOID>|c.element|VOID",
        "ARRAY<INTERVAL MONTH>|c.element|INTERVAL MONTH",
        "STRUCT<a: INT, b: ARRAY<INTERVAL MONTH>>|c.b.element|INTERVAL MONTH",
        "MAP<STRING, STRUCT<x: INTERVAL YEAR TO MONTH>>|c.value.x|INTERVAL YEAR TO MONTH",
        "MAP<INTERVAL YEAR TO MONTH, INT>|c.key|INTERVAL YEAR TO MONTH"
      })
  void d13NamesColumnAndTypeThatLanceHasNot(String type, String path, String named) {
    assertNew(
        "Cannot store column '%s': a Lance table has no type for %s. Cast it or leave it out."
            .formatted(path, named),
        StructType.fromDDL("id BIGINT, c " + type));
  }

  @ParameterizedTest
  @ValueSource(strings = {"_rowid", "_rowaddr", "_fragment", "_distance", "_score"})
  void k6RefusesTheNamesOfMetadataColumns(String name) {
    assertNew(
        "Cannot create or add column '%s': the name is a metadata column's. Rename the column."
            .formatted(name),
        rows().add(name, LongType));
  }

  @Test
  void k6RefusesNamesThatLanceCannotAddress() {
    assertNew(
        "Cannot create or add column 'a.b': Lance reads a dot in a column's name as a path. Rename the column.",
        rows().add("a.b", LongType));
    assertNew(
        "Cannot create a table with a column without a name: Lance addresses columns by name. Name the column.",
        rows().add("", LongType));
  }

  @Test
  void k6RefusesTheSameColumnTwice() {
    assertNew(
        "Cannot create a table with column 'text' twice: columns are told apart by name. Rename one of them.",
        new StructType().add("id", LongType).add("text", StringType).add("text", StringType));
    toTable()
        .assertRefused(
            "Cannot write to column 'text': more than one column of the DataFrame has that name. Rename or drop the others.",
            () -> writes.append(rows().add("text", StringType)));
  }

  @Test
  void aColumnInOtherLettersIsAnotherWhereCaseCounts() {
    toTable();
    SQLConf.get().setConfString("spark.sql.caseSensitive", "true");
    try {
      writes.assertRefused(
          "Cannot write to table 'TABLE': it has no columns 'TEXT'. Drop them, or set 'schema_evolution' = 'add_columns': then the table gets them.",
          () -> writes.append(rows().add("TEXT", StringType)));
    } finally {
      SQLConf.get().unsetConf("spark.sql.caseSensitive");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.0", "2.1"})
  void d14RefusesMapsInFilesOfAVersionWithoutThem(String version) {
    assertNew(
        "Cannot use option 'data_storage_version' = '%s': the DataFrame has a map, and maps need version 2.2. Leave the option out."
            .formatted(version),
        rows().add("m", DataTypes.createMapType(StringType, LongType)),
        "data_storage_version",
        version);
  }

  @Test
  void refusesStructsInFilesThatForgetThatOneIsNull() {
    StructType struct =
        DataTypes.createStructType(List.of(DataTypes.createStructField("a", LongType, true)));
    assertNew(
        "Cannot write structs to files of version 2.0: they forget that a struct is null. Make a table with 'data_storage_version' = '2.1' or newer, or flatten the structs.",
        rows().add("s", struct),
        "data_storage_version",
        "2.0");
  }
}
