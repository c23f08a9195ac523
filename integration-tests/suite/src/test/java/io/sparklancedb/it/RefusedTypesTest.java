package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sparklancedb.error.LanceDbException;
import java.nio.file.Files;
import java.util.Locale;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** D13, D14: what cannot be stored is refused on the driver, before anything is there. */
@ExtendWith(SparkExtension.class)
@Tag("planner")
class RefusedTypesTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "interval '1-2' year to month|c|INTERVAL YEAR TO MONTH",
        "if(id < 9, null, struct())|c|STRUCT<>",
        "map('a', named_struct('x', interval '1-2' year to month))|c.value.x|INTERVAL YEAR TO MONTH"
      })
  void d13NamesColumnAndType(
      String value, String path, String type, SparkSession spark, Database database) {
    Dataset<Row> rows = spark.range(3).selectExpr("id", value + " as c");

    assertEquals(
        "Cannot store column '%s': a Lance table has no type for %s. Cast it or leave it out."
            .formatted(path, type),
        refusal(new Docs(spark, database), rows));
    assertFalse(Files.exists(database.table(Docs.NAME)));
  }

  /** Spark itself refuses it, and spells the type in its own way on each line. */
  @Test
  void d13ACalendarIntervalIsRefused(SparkSession spark, Database database) {
    Dataset<Row> rows = spark.range(3).selectExpr("id", "make_interval(1, 2) as c");
    Docs docs = new Docs(spark, database);

    AnalysisException refused = assertThrows(AnalysisException.class, () -> docs.append(rows));
    String message = refused.getMessage();
    assertTrue(
        message.toLowerCase(Locale.ROOT).replace("\"", "").contains("cannot use interval type in"),
        message);
    assertFalse(Files.exists(database.table(Docs.NAME)));
  }

  @Test
  void d13AVariantIsRefused(SparkSession spark, Database database) {
    assumeTrue(Integer.parseInt(spark.version().split("\\.")[0]) >= 4, "VARIANT came with Spark 4");
    Dataset<Row> rows = spark.range(3).selectExpr("id", "parse_json('[1]') as c");

    assertEquals(
        "Cannot store column 'c': a Lance table has no type for VARIANT. Cast it or leave it out.",
        refusal(new Docs(spark, database), rows));
  }

  @Test
  void d13TheSameIsRefusedOnATableThatIsThere(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(3).selectExpr("id", "'a' as c"));

    assertEquals(
        "Cannot write column 'c': values of type INTERVAL YEAR TO MONTH do not all fit the table's STRING. Cast the column first.",
        refusal(docs, spark.range(3).selectExpr("id", "interval '1-2' year to month as c")));
    assertEquals(3, docs.read().where("c = 'a'").count());
  }

  private static String refusal(Docs docs, Dataset<Row> rows) {
    return assertThrows(LanceDbException.class, () -> docs.append(rows)).getMessage();
  }
}
