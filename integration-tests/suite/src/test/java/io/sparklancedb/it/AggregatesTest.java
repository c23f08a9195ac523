package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** K4: what Lance aggregates and orders, and what it is not asked for. */
@ExtendWith(SparkExtension.class)
@Tag("planner")
class AggregatesTest {
  private static final String[] COLUMNS = {
    "id",
    "cast(id % 3 as int) as g",
    "if(id % 5 = 0, null, cast(id as int)) as i",
    "cast(id % 100 as tinyint) as b",
    "id * 7 as l",
    "if(id % 2 = 0, -0.0D, double('NaN')) as d",
    "cast(id as decimal(9,2)) as price",
    "concat('t', id % 10) as text",
    "timestamp_micros(id) as at",
    "date_add(date'2020-01-01', cast(id as int)) as day",
    "named_struct('x', id) as point"
  };

  /** A query, and what of it Lance does. */
  private static final List<String> PUSHED =
      List.of(
          "select count(*) from t where i > 10|[COUNT(*)]",
          "select count(i), min(i), max(i) from t|[COUNT(i), MIN(i), MAX(i)]",
          "select sum(i), sum(b) from t where text <> 't1'|[SUM(i), SUM(b)]",
          "select avg(i) from t|[SUM(i), COUNT(i)]",
          "select g, count(*), max(text) from t group by g|[COUNT(*), MAX(text)] by [g]",
          "select text, g, min(at), max(day), max(price) from t group by text, g|[MIN(at), MAX(day), MAX(price)] by [text, g]",
          "select g from t where id > 5 group by g|[] by [g]",
          "select min(l), max(l) from t|[MIN(l), MAX(l)]");

  private static final List<String> NOT_PUSHED =
      List.of(
          "select sum(l) from t",
          "select sum(d), min(d), max(d) from t",
          "select sum(price) from t",
          "select count(distinct i) from t",
          "select d, count(*) from t group by d",
          "select max(point.x) from t",
          "select count(i) filter (where g = 1) from t",
          "select sum(i + 1) from t",
          "select g + 1, count(*) from t group by g + 1");

  @TestFactory
  @Tag("contract")
  Stream<DynamicTest> k4IsAggregatedByLance(SparkSession spark, Database database) {
    load(spark, database);
    return PUSHED.stream()
        .map(
            line -> {
              String query = line.substring(0, line.indexOf('|'));
              String pushed = line.substring(line.indexOf('|') + 1);
              return dynamicTest(query, () -> requireAggregated(query, pushed, spark));
            });
  }

  private static void requireAggregated(String query, String pushed, SparkSession spark) {
    String plan = plan(spark, query);
    assertTrue(plan.contains(", aggregates " + pushed + " "), plan);
    requireSame(spark, query);
  }

  @TestFactory
  Stream<DynamicTest> k4StaysWithSpark(SparkSession spark, Database database) {
    load(spark, database);
    return NOT_PUSHED.stream()
        .map(query -> dynamicTest(query, () -> requireNotAggregated(query, spark)));
  }

  private static void requireNotAggregated(String query, SparkSession spark) {
    String plan = plan(spark, query);
    assertTrue(plan.contains("BatchScan") && !plan.contains(", aggregates "), plan);
    requireSame(spark, query);
  }

  @Test
  void k4AnAggregateOfNoRows(SparkSession spark, Database database) {
    load(spark, database);

    for (String rows : List.of("id < 0", "id < 0 and g = 1", "g > 5")) {
      requireSame(spark, "select count(*), count(i), max(i), sum(b) from t where " + rows);
      requireSame(spark, "select g, count(*), sum(b) from t where " + rows + " group by g");
    }
  }

  @Test
  void k4TheFirstRowsOfAnOrder(SparkSession spark, Database database) {
    load(spark, database);

    String query = "select id, text, point from t order by i desc nulls first, id limit 7";
    String plan = plan(spark, query);
    assertTrue(plan.contains(", top i DESC NULLS FIRST, id ASC NULLS FIRST LIMIT 7"), plan);
    requireSame(spark, query);
    requireSame(spark, "select * from t where g = 1 order by day limit 300");
    requireSame(spark, "select id, i from t order by i, id limit 5 offset 20");
    String double_ = plan(spark, "select * from t order by d, id limit 7");
    assertTrue(!double_.contains(", top "), double_);
    String expression = plan(spark, "select * from t order by id % 7, id limit 7");
    assertTrue(!expression.contains(", top "), expression);
  }

  @Test
  void anOffsetLeavesOutTheFirstRowsOfTheTable(SparkSession spark, Database database) {
    Dataset<Row> read = load(spark, database);
    List<Row> all = read.select("id").collectAsList();

    assertTrue(ScanText.plan(read.offset(120)).contains(", offset 120"));
    assertEquals(all.size() - 120, read.offset(120).collectAsList().size());
    assertEquals(all.subList(120, 125), read.select("id").offset(120).limit(5).collectAsList());
    assertEquals(0, read.offset(10_000).collectAsList().size());
    assertEquals(1, read.offset(1_099).collectAsList().size());
    assertEquals(90, read.where("id >= 1000").offset(10).collectAsList().size());
    assertEquals(5, read.limit(15).offset(10).collectAsList().size());
  }

  @Test
  void aSampleIsSparksOwn(SparkSession spark, Database database) {
    Dataset<Row> read = load(spark, database);
    read.createOrReplaceTempView("t");

    String plan = plan(spark, "select * from t tablesample (10 percent) repeatable (3)");
    assertTrue(plan.contains("Sample"), plan);
  }

  /** Deleted rows, and fragments that no index covers. */
  private static Dataset<Row> load(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(1_000).selectExpr(COLUMNS));
    docs.append(spark.range(900, 1_100).selectExpr(COLUMNS));
    Dataset<Row> read = docs.reader().option("lookup_rows", 0).option("split_size", "1k").load();
    read.createOrReplaceTempView("t");
    docs.read().createOrReplaceTempView("planned");
    spark.range(1_100).selectExpr(COLUMNS).createOrReplaceTempView("source");
    return read;
  }

  private static String plan(SparkSession spark, String query) {
    return spark.sql("explain " + query).first().getString(0);
  }

  private static void requireSame(SparkSession spark, String query) {
    String expected = rows(spark, query.replace(" from t", " from source"));
    assertEquals(expected, rows(spark, query), query);
    assertEquals(expected, rows(spark, query.replace(" from t", " from planned")), query);
  }

  private static String rows(SparkSession spark, String query) {
    return spark.sql(query).collectAsList().stream()
        .map(Row::toString)
        .sorted()
        .toList()
        .toString();
  }
}
