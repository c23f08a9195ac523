package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
@Tag("engine")
class TypesTest {
  private static final int ROWS = 12;

  /** A type, and SQL of the values that go wrong first. */
  private record Values(String name, String type, List<String> literals) {
    static Values of(String name, String type, String... literals) {
      return new Values(name, type, List.of(literals));
    }

    /** The column whose row {@code id} has the literal of that position, and null past the last. */
    String column() {
      List<String> casts = literals.stream().map(l -> "cast(" + l + " as " + type + ")").toList();
      return "get(array(" + String.join(", ", casts) + "), cast(id as int))";
    }
  }

  private static final List<Values> NUMBERS =
      List.of(
          Values.of("bool", "boolean", "true", "false"),
          Values.of("byte", "tinyint", "-128", "0", "127"),
          Values.of("short", "smallint", "-32768", "0", "32767"),
          Values.of("int", "int", "-2147483648", "0", "2147483647"),
          Values.of("long", "bigint", "-9223372036854775808L", "9007199254740993L"),
          Values.of(
              "float",
              "float",
              "'NaN'",
              "'-0.0'",
              "0.0",
              "'Infinity'",
              "'-Infinity'",
              "'1.4e-45'",
              "'3.4028235e38'"),
          Values.of(
              "double",
              "double",
              "'NaN'",
              "'-0.0'",
              "0.0",
              "'Infinity'",
              "'-Infinity'",
              "'4.9e-324'",
              "'1.7976931348623157e308'"),
          Values.of("money", "decimal(9,2)", "-9999999.99", "0.01", "9999999.99"),
          Values.of(
              "wide",
              "decimal(38,18)",
              "'-99999999999999999999.999999999999999999'",
              "'0.000000000000000001'",
              "0",
              "'99999999999999999999.999999999999999999'"),
          Values.of("integer_decimal", "decimal(38,0)", "'-" + "9".repeat(38) + "'", "1"),
          Values.of("fraction_decimal", "decimal(38,38)", "'-0." + "9".repeat(38) + "'", "0"));

  private static final List<Values> TEXTS =
      List.of(
          Values.of(
              "text",
              "string",
              "''",
              "' '",
              "'a\\u0000b'",
              "'\\'\"`\\\\%_'",
              "'\\uD83D\\uDE00 \\uDBFF\\uDFFF'",
              "'e\\u0301 \\u00e9 \\u202Eabc'",
              "'\\n\\r\\t'",
              "repeat('\\u65e5', 400000)"),
          Values.of("char_4", "char(4)", "'ab'", "'abcd'"),
          Values.of("varchar_4", "varchar(4)", "'ab'", "'abcd'"),
          Values.of("bytes", "binary", "X''", "X'00'", "X'FFFE00'", "repeat('b', 1048576)"));

  private static final List<Values> TIMES =
      List.of(
          Values.of("day", "date", "'0001-01-01'", "'1582-10-15'", "'1969-12-31'", "'9999-12-31'"),
          Values.of(
              "instant",
              "timestamp",
              "'0001-01-01 00:00:00'",
              "'1883-11-18 12:03:57.5'",
              "'1969-12-31 23:59:59.999999'",
              "'2024-03-10 02:30:00'",
              "'2024-11-03 01:30:00'",
              "'9999-12-31 18:59:59.999999'"),
          Values.of(
              "local",
              "timestamp_ntz",
              "'0001-01-01 00:00:00'",
              "'1969-12-31 23:59:59.999999'",
              "'2024-03-10 02:30:00'",
              "'9999-12-31 23:59:59.999999'"),
          Values.of(
              "duration",
              "interval day to second",
              "interval '106751991 04:00:54.775807' day to second",
              "interval '-106751991 04:00:54.775808' day to second",
              "interval '0 00:00:00.000001' day to second"),
          Values.of("hours", "interval hour", "interval '-25' hour", "interval '0' hour"));

  @BeforeEach
  void useClassesThatDoNotDependOnTheZone(SparkSession spark) {
    spark.conf().set("spark.sql.datetime.java8API.enabled", "true");
    spark.conf().set("spark.sql.session.timeZone", "America/New_York");
  }

  @Test
  void valuesOfEveryTypeComeBackAsTheyWere(SparkSession spark, Database database) {
    Dataset<Row> rows = spark.range(ROWS).selectExpr(columns(Values::column));
    ExactColumns written = ExactColumns.of(rows);
    Docs docs = new Docs(spark, database);
    docs.append(rows.repartition(2));

    spark.conf().set("spark.sql.session.timeZone", "Asia/Kolkata");
    written.requireEqual(ExactColumns.of(docs.read()));
    spark.conf().set("spark.sql.session.timeZone", "America/New_York");
    docs.append(docs.read());
    written.requireEqual(ExactColumns.of(docs.read()));
    requireUnchanged(rows, docs);
  }

  /** Rows that are in the table already. */
  private static void requireUnchanged(Dataset<Row> rows, Docs docs) {
    long version = docs.table().version();

    docs.writer(rows.repartition(3)).option("when_matched", "update_changed").save();

    assertEquals(version, docs.table().version());
  }

  @Test
  void valuesInsideArraysStructsAndMapsComeBackAsTheyWere(SparkSession spark, Database database) {
    Dataset<Row> rows =
        spark
            .range(ROWS)
            .selectExpr(
                Stream.concat(
                        Stream.of("id"),
                        values()
                            .filter(v -> !v.type().contains("char"))
                            .flatMap(TypesTest::nestings))
                    .toArray(String[]::new));
    ExactColumns written = ExactColumns.of(rows);
    Docs docs = new Docs(spark, database);
    docs.append(rows);

    spark.conf().set("spark.sql.session.timeZone", "Asia/Kolkata");
    written.requireEqual(ExactColumns.of(docs.read()));
    spark.conf().set("spark.sql.session.timeZone", "America/New_York");
    requireUnchanged(rows, docs);
  }

  /**
   * Strings of a given length are strings of any length to a data source; Spark pads at the end.
   */
  private static Stream<String> nestings(Values values) {
    String column = values.column();
    return Stream.of(
        "slice(array(null, " + column + "), 1, cast(id % 3 as int)) as array_" + values.name(),
        "if(id % 3 = 0, null, named_struct('a', "
            + column
            + ", 'b', id)) as struct_"
            + values.name(),
        "if(id % 4 = 0, null, map('a', " + column + ", 'b', null)) as map_" + values.name());
  }

  @Test
  void vectorsComeBackWithNullsBeforeAndAfterThem(SparkSession spark, Database database) {
    Dataset<Row> rows =
        spark
            .range(0, 3_000, 1, 2)
            .selectExpr(
                "id",
                "if(id % 7 in (0, 1, 6), null, array(cast(id as float), -0f, cast('NaN' as float))) as vec",
                "if(id < 2000, null, array(cast(id as double), cast('-Infinity' as double))) as vec64");
    ExactColumns written = ExactColumns.of(rows);
    Docs docs = new Docs(spark, database);
    docs.writer(rows).option("primary_key", "id").option("vector.vec64", "2:float64").save();

    written.requireEqual(ExactColumns.of(docs.read()));
    requireUnchanged(rows, docs);
    assertEquals(
        List.of("FixedSizeList(3)", "FixedSizeList(2)"),
        Stream.of("vec", "vec64")
            .map(name -> docs.table().schema().findField(name).getType().toString())
            .toList());
  }

  private static String[] columns(Function<Values, String> column) {
    return Stream.concat(Stream.of("id"), values().map(v -> column.apply(v) + " as " + v.name()))
        .toArray(String[]::new);
  }

  private static Stream<Values> values() {
    return Stream.of(NUMBERS, TEXTS, TIMES).flatMap(List::stream);
  }
}
