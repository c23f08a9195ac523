package io.sparklancedb.types;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rows add to a table, and the two together. */
class FieldUnionTest {
  private static final StructDifference DIFFERENCE =
      new StructDifference(CaseSensitivity.INSENSITIVE);

  private static Schema table(String ddl) {
    return SparkToArrow.toArrow(StructType.fromDDL(ddl), Map.of(), Optional.empty());
  }

  private static String extra(String table, String rows) {
    return DIFFERENCE.extra(table(table), StructType.fromDDL(rows)).catalogString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a INT|A INT|struct<>",
        "a INT|b STRING, a INT|struct<b:string>",
        "s STRUCT<a: INT>|S STRUCT<b: INT, A: INT>|struct<s:struct<b:int>>",
        "s STRUCT<t: STRUCT<a: INT>, b: INT>|s STRUCT<t: STRUCT<c: INT>>|struct<s:struct<t:struct<c:int>>>",
        "l ARRAY<STRUCT<a: INT>>|l ARRAY<STRUCT<a: INT, b: INT>>|struct<l:array<struct<b:int>>>",
        "m MAP<INT, STRUCT<a: INT>>|m MAP<INT, STRUCT<b: INT>>|struct<m:map<int,struct<b:int>>>",
        "s STRUCT<a: INT>|s STRING|struct<>",
        "s STRUCT<a: INT>|s STRUCT<a: STRING>|struct<>"
      })
  void findsWhatTheTableLacks(String table, String rows, String extra) {
    assertEquals(extra, extra(table, rows));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s STRUCT<a: INT, t: STRUCT<b: INT>>|s STRUCT<t: STRUCT<c: INT>, d: INT>|s STRUCT<a: INT, t: STRUCT<b: INT, c: INT>, d: INT>",
        "l ARRAY<STRUCT<a: INT>>|l ARRAY<STRUCT<b: INT>>|l ARRAY<STRUCT<a: INT, b: INT>>",
        "m MAP<BIGINT, STRUCT<a: INT>>|m MAP<INT, STRUCT<b: INT>>|m MAP<BIGINT, STRUCT<a: INT, b: INT>>",
        "a INT|b INT|a INT, b INT"
      })
  void addsItLast(String table, String added, String all) {
    assertEquals(
        Optional.of(table(all).getFields()),
        FieldUnion.of(table(table).getFields(), table(added).getFields()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a INT|a STRING", "s STRUCT<a: INT>|s STRUCT<a: BIGINT>", "a INT|a STRUCT<b: INT>"})
  void isEmptyWhereTypesDisagree(String table, String added) {
    List<Field> own = table(table).getFields();

    assertEquals(Optional.empty(), FieldUnion.of(own, table(added).getFields()));
  }

  @Test
  void tellsWhichColumnsLackFields() {
    Schema table =
        table(
            "id INT, s STRUCT<a: INT, b: INT>, t STRUCT<u: STRUCT<a: INT, b: INT>>, v STRUCT<a: INT>, w STRUCT<a: INT>");
    StructType rows =
        StructType.fromDDL(
            "id INT, S STRUCT<A: INT>, t STRUCT<u: STRUCT<b: INT>>, v STRUCT<a: INT, b: INT>");

    assertEquals(List.of("s", "t"), DIFFERENCE.incomplete(table, rows));
  }
}
