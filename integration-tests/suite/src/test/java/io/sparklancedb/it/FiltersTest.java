package io.sparklancedb.it;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.when;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * K4: the table answers every predicate as Spark itself does. {@code -Dfilters.predicates=5000}
 * tries more of them, {@code -Dfilters.seed=7} others.
 */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class FiltersTest {
  private static final int PREDICATES = Integer.getInteger("filters.predicates", 40);
  private static final long SEED = Long.getLong("filters.seed", 1L);
  private static final int ROWS = 400;

  @BeforeEach
  void useClassesThatDoNotDependOnTheZone(SparkSession spark) {
    spark.conf().set("spark.sql.datetime.java8API.enabled", "true");
    spark.conf().set("spark.sql.session.timeZone", "America/New_York");
  }

  @Test
  @Tag("planner")
  void k4RandomPredicatesOnALoadedTable(SparkSession spark, Database database) {
    requireSame(FilterTable.loaded(new Docs(spark, database), ROWS), SEED);
  }

  @Test
  void k4RandomPredicatesOnATableWithDeletionsAndFragmentsThatNoIndexCovers(
      SparkSession spark, Database database) {
    FilterTable table =
        FilterTable.loaded(new Docs(spark, database), ROWS)
            .upserted(ROWS / 2, ROWS + 100)
            .upserted(10, 40);
    assertEquals(ROWS + 100, table.docs().read().count());
    requireSame(table, SEED + 1);
  }

  private static void requireSame(FilterTable table, long seed) {
    RandomPredicates predicates = new RandomPredicates(FilterColumn.all(), seed);
    Dataset<Row> read = table.docs().read();
    int withRows = 0;
    for (int i = 0; i < PREDICATES; i++) {
      String predicate = predicates.next();
      List<Row> expected = table.expected(predicate);
      assertEquals(expected, ids(read.where(predicate)), predicate);
      withRows += expected.isEmpty() ? 0 : 1;
    }
    assertTrue(withRows > PREDICATES / 3, withRows + " predicates of " + PREDICATES + " have rows");
  }

  @Test
  void aNullAmongBinaryValuesIsNoReasonToFail(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(3).selectExpr("id", "cast(concat('k', id) as binary) as bytes"));

    assertEquals(1, docs.read().where("bytes in (X'6B31', null) or id > 5").count());
    assertEquals(0, docs.read().where("bytes not in (X'6B31', null)").count());
  }

  @Test
  void thousandsOfValuesInAList(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(10_000).selectExpr("id", "concat('text ', id) as text"));
    String ids =
        IntStream.range(0, 5_000)
            .mapToObj(i -> Integer.toString(3 * i))
            .collect(Collectors.joining(", "));
    String texts =
        IntStream.range(0, 4_000)
            .mapToObj(i -> "'text " + 5 * i + "'")
            .collect(Collectors.joining(", "));

    assertEquals(3_334, docs.read().where("id in (" + ids + ")").count());
    assertEquals(6_666, docs.read().where("id not in (" + ids + ")").count());
    assertEquals(2_000, docs.read().where("text in (" + texts + ")").count());
    assertEquals(667, docs.read().where("id in (" + ids + ") and text in (" + texts + ")").count());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DROP TABLE docs; --",
        "' OR 1=1 --",
        "' OR ''='",
        "`) OR (`id` > 0",
        "\\' OR 1=1 --",
        "\" OR \"\"=\"",
        "%",
        "_",
        "\u0000' OR TRUE --",
        "\uD83D\uDE00' OR TRUE --"
      })
  void x3ATextOfAFilterIsNothingButText(String text, SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(
        spark.range(3).withColumn("text", when(col("id").equalTo(1), text).otherwise("other")));
    Column column = col("text");

    for (Column filter :
        List.of(
            column.equalTo(text),
            column.isin(text, "none"),
            column.startsWith(text),
            column.endsWith(text),
            column.contains(text),
            column.notEqual("other"))) {
      assertEquals("[[1]]", ids(docs.read().where(filter)).toString(), filter.toString());
    }
    assertEquals(3, docs.read().count());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text'; DROP TABLE docs; --",
        "1 = 1 OR text",
        "a\"b",
        "(text)",
        "text, id",
        "NULL",
        "\\",
        "a\nb"
      })
  void x3TheNameOfAColumnIsNothingButAName(String name, SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(3).withColumn(name, expr("id * 10")));

    Dataset<Row> found = docs.read().where("`" + name + "` = 10");
    assertEquals("[[1]]", ids(found).toString());
    String quoted = "`" + name + "`";
    assertEquals(quoted + " IS NOT NULL, " + quoted + " = 10", ScanText.of(found).filters());
  }

  private static List<Row> ids(Dataset<Row> rows) {
    return rows.select("id").orderBy("id").collectAsList();
  }
}
