package io.sparklancedb.it;

import static org.apache.spark.sql.functions.expr;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.LanceDb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way of finding written keys in the table ends in the same rows, counts and refusals. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class LocatingTest {
  private static final String FORCED = "io.sparklancedb.locate";
  private static final List<String> WAYS = List.of("scan", "index", "job", "task");

  @AfterEach
  void leaveTheChoiceToTheRule() {
    System.clearProperty(FORCED);
  }

  private static Stream<Arguments> writes() {
    return Stream.of(
        write("", "id, n, text"),
        write("when_matched=ignore", "id, n, text"),
        write("when_matched=fail", "id, n, text"),
        write("when_not_matched=ignore", "id, n, text"),
        write("when_not_matched_by_source=delete", "id, n, text"),
        write("when_matched=ignore when_not_matched_by_source=delete", "id, n, text"),
        write("delete_column=gone", "id, n, text, id % 3 = 0 as gone"),
        write("sequence_column=n", "id, n, text"),
        write("sequence_column=n delete_column=gone", "id, n, text, id % 3 = 0 as gone"),
        write("schema_evolution=add_columns", "id, text"),
        write("schema_evolution=add_columns when_matched=ignore", "id, text"),
        write("", "case when id = 450 then 200 else id end as id, n, text"));
  }

  private static Arguments write(String options, String columns) {
    return Arguments.of(options, columns);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void allWaysEndAlike(String options, String columns, SparkSession spark, Database database) {
    for (String key : List.of("id", "concat('key ', id)")) {
      List<String> results =
          WAYS.stream().map(way -> result(way, options, columns, key, spark, database)).toList();
      assertEquals(results.get(0), results.get(1), key);
      assertEquals(results.get(0), results.get(2), key);
      assertEquals(results.get(0), results.get(3), key);
    }
  }

  private static String result(
      String way,
      String options,
      String columns,
      String key,
      SparkSession spark,
      Database database) {
    String table = ("t" + way + key.length() + options.hashCode() + columns.hashCode());
    Map<String, String> address = Map.of("db_uri", database.uri(), "table_name", table);
    for (int from = 0; from < 300; from += 100) {
      Dataset<Row> rows = spark.range(from, from + 100, 1, 2).toDF("id");
      save(rows.selectExpr("id", "id % 7 as n", "'old' as text"), key, address, "");
    }
    System.setProperty(FORCED, way);
    Dataset<Row> rows =
        spark.range(200, 460, 1, 4).selectExpr("id", "id % 5 as n", "'new' as text");
    try {
      save(rows.selectExpr(columns.split(", (?![0-9])")), key, address, options);
    } catch (Exception e) {
      return Failure.of(
              () -> {
                throw e;
              })
          .refusal();
    } finally {
      System.clearProperty(FORCED);
    }
    Map<String, String> counts = lastWrite(database, table);
    if (way.equals("task") && !options.contains("by_source")) {
      assertEquals(way, counts.get("located_by"));
    }
    Dataset<Row> read = spark.read().format("lancedb").options(address).load();
    return counts(counts) + SqlCatalog.text(read.select("id", "n", "text").orderBy("id"));
  }

  private static void save(
      Dataset<Row> rows, String key, Map<String, String> address, String options) {
    var writer =
        rows.withColumn("id", expr(key))
            .write()
            .format("lancedb")
            .options(address)
            .option("primary_key", "id")
            .mode("append");
    Arrays.stream(options.split(" "))
        .filter(option -> !option.isEmpty())
        .map(option -> option.split("="))
        .forEach(option -> writer.option(option[0], option[1]));
    writer.save();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE t SET text = 'new' WHERE id % 3 = 0",
        "UPDATE t SET id = id + 1000 WHERE id % 3 = 0",
        "DELETE FROM t WHERE id % 3 = 0",
        "INSERT INTO t SELECT id, 'new' FROM s",
        "MERGE INTO t USING s ON t.id = s.id WHEN MATCHED AND s.id % 2 = 0 THEN DELETE WHEN MATCHED THEN UPDATE SET text = 'new' WHEN NOT MATCHED THEN INSERT (id, text) VALUES (s.id, 'new')",
        "MERGE INTO t USING s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id, text) VALUES (s.id, 'new')"
      })
  void statementsEndAlikeAsWell(String statement, SparkSession spark, Database database) {
    SqlCatalog.of(spark, database);
    spark.sql("USE lance");
    spark.range(150, 250, 1, 3).createOrReplaceTempView("s");
    List<String> results = new ArrayList<>();
    for (String way : List.of("scan", "task")) {
      spark.sql(
          "CREATE OR REPLACE TABLE t TBLPROPERTIES ('primary_key' = 'id') AS SELECT id, 'old' AS text FROM range(0, 200, 1, 2)");
      System.setProperty(FORCED, way);
      spark.sql(statement);
      System.clearProperty(FORCED);
      Map<String, String> counts = lastWrite(database, "t");
      assertEquals(way, counts.get("located_by"));
      results.add(
          counts(counts) + SqlCatalog.text(spark.sql("SELECT id, text FROM t ORDER BY id")));
    }
    assertEquals(results.get(0), results.get(1));
  }

  @Test
  void keysThatDoNotFitInMemoryTakeSeveralPassesOfTheJob(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(0, 150_000, 1, 3).selectExpr("id", "'old' as text"));
    Dataset<Row> rows = spark.range(100_000, 300_000, 1, 3).selectExpr("id", "'new' as text");

    List<String> jobs =
        JobDescriptions.during(
            spark,
            () -> {
              System.setProperty(FORCED, "job");
              docs.writer(rows).option("key_memory", "1m").save();
            });

    String find = "Find the written keys in " + database.table(Docs.NAME).getFileName();
    assertTrue(
        jobs.stream().filter(job -> job.startsWith("Find the written keys")).count() > 4, find);
    assertEquals(100_000, docs.read().where("text = 'old' and id < 100000").count());
    assertEquals(200_000, docs.read().where("text = 'new' and id >= 100000").count());
    assertEquals(300_000, docs.read().select("id").distinct().count());
  }

  @Test
  void aWriteTellsHowItsKeysWereFound(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(0, 1_000).selectExpr("id", "'old' as text"));
    Map<String, String> load = lastWrite(database, Docs.NAME);
    assertFalse(load.containsKey("located_by"), load::toString);
    for (String way : WAYS) {
      System.setProperty(FORCED, way);
      docs.append(spark.range(990, 1_010).selectExpr("id", "'new' as text"));

      Map<String, String> counts = lastWrite(database, Docs.NAME);
      assertEquals(way, counts.get("located_by"));
      assertTrue(Long.parseLong(counts.get("locate_millis")) >= 0, counts::toString);
    }
  }

  private static Map<String, String> lastWrite(Database database, String table) {
    return LanceDb.connect(database.uri(), Map.of(), Duration.ZERO).openTable(table).lastWrite();
  }

  private static String counts(Map<String, String> write) {
    return Stream.of("inserted", "updated", "deleted", "unchanged")
        .map(write::get)
        .collect(Collectors.joining(","));
  }

  /** A job would take longer than the driver itself. */
  @Test
  void aSmallTableNeedsNoJob(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(0, 1_000).selectExpr("id", "'old' as text"));

    List<String> jobs =
        JobDescriptions.during(
            spark, () -> docs.append(spark.range(500, 1_500).selectExpr("id", "'new' as text")));

    assertEquals(List.of(), jobs.stream().filter(job -> job.startsWith("Find")).toList());
  }
}
