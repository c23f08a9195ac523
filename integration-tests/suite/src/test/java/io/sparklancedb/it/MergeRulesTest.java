package io.sparklancedb.it;

import static org.apache.spark.sql.functions.expr;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each option of a merge means. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class MergeRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {"none", "hash", "range"})
  void d1WritesTheLastRowOfAKeyHoweverRowsAreDistributed(
      String distribution, SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> changes =
        spark
            .range(0, 3_000, 1, distribution.equals("none") ? 1 : 6)
            .selectExpr(
                "id % 100 as id", "(id * 7919) % 3000 as n", "id % 10 = 3 and id > 2000 as gone");
    docs.writer(changes)
        .option("primary_key", "id")
        .option("duplicate_keys", "last")
        .option("sequence_column", "n")
        .option("delete_column", "gone")
        .option("distribution_mode", distribution)
        .save();

    List<Row> expected =
        changes
            .selectExpr("id", "struct(n, gone) as last")
            .groupBy("id")
            .agg(expr("max(last)").as("last"))
            .where("not last.gone")
            .selectExpr("id", "last.n as n")
            .orderBy("id")
            .collectAsList();
    assertEquals(expected, docs.read().orderBy("id").collectAsList());
  }

  @Test
  void t15SynchronizingWithNoRowsRemovesAll(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(KeyedTexts.rows(spark, 0, 10, "old", Set.of()).drop("gone"));
    docs.writer(KeyedTexts.rows(spark, 0, 0, "new", Set.of()).drop("gone"))
        .option("when_not_matched_by_source", "delete")
        .save();

    assertEquals(Map.of(), KeyedTexts.content(docs));
    assertEquals(10L, KeyedTexts.counts(database).get("deleted"));
  }

  @Test
  void d1RefusesTwoLastRowsOfAKey(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> rows = spark.range(0, 4).selectExpr("'k' as id", "id % 2 as n");
    Failure failure =
        Failure.of(
            () ->
                docs.writer(rows)
                    .option("primary_key", "id")
                    .option("duplicate_keys", "last")
                    .option("sequence_column", "n")
                    .save());

    assertEquals(
        "Cannot write: two rows of key 'k' have the same 'n', and nothing tells which is the last."
            + " Drop one, or choose a 'sequence_column' that differs.",
        failure.refusal());
  }

  @Test
  void refusesAKeyThatIsBothWrittenAndDeleted(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> rows = spark.range(0, 2).selectExpr("7L as id", "id = 1 as gone");
    Failure failure =
        Failure.of(
            () ->
                docs.writer(rows)
                    .option("primary_key", "id")
                    .option("delete_column", "gone")
                    .save());

    assertEquals(
        "Cannot write: two of the rows have the primary key 'id' = '7'."
            + " Keep one row of each key, such as dropDuplicates(\"id\").",
        failure.refusal());
    assertEquals(List.of(), new FileTree(database.folder()).names());
  }

  @Test
  void aWriteOfAnApplicationIsAppliedOnce(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    DataFrameWriter<Row> first =
        transaction(docs, KeyedTexts.rows(spark, 0, 10, "1", Set.of()), "a", 5);
    first.option("primary_key", "id").save();
    long version = docs.table().version();
    transaction(docs, KeyedTexts.rows(spark, 0, 10, "again", Set.of()), "a", 5).save();
    transaction(docs, KeyedTexts.rows(spark, 0, 10, "older", Set.of()), "a", 4)
        .mode("overwrite")
        .save();

    assertEquals(version, docs.table().version());
    assertEquals(10, docs.read().where("text = '1'").count());

    transaction(docs, KeyedTexts.rows(spark, 0, 10, "other", Set.of()), "b", 0).save();
    transaction(docs, KeyedTexts.rows(spark, 0, 10, "next", Set.of()), "a", 6)
        .mode("overwrite")
        .save();
    transaction(docs, KeyedTexts.rows(spark, 0, 10, "again", Set.of()), "b", 0).save();
    assertEquals(10, docs.read().where("text = 'next'").count());
    assertEquals(10, docs.table().count());
  }

  @Test
  void anAppliedWriteIsRememberedWhenVersionsAreCleanedUp(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    transaction(docs, KeyedTexts.rows(spark, 0, 10, "1", Set.of()), "a", 1)
        .option("primary_key", "id")
        .save();
    docs.append(KeyedTexts.rows(spark, 0, 20, "2", Set.of()).drop("gone"));
    docs.table().compact();
    docs.table().keepLatestVersionOnly();
    transaction(docs, KeyedTexts.rows(spark, 0, 10, "again", Set.of()), "a", 1).save();

    assertEquals(20, docs.read().where("text = '2'").count());
  }

  @Test
  void addsTheColumnsThatTheTableLacks(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(0, 10).toDF());
    // The numbers of fields that are gone are not given again.
    docs.table().addColumn("gone", new ArrowType.Int(Integer.SIZE, true));
    docs.table().dropColumn("gone");
    long before = docs.table().version();
    Dataset<Row> wider =
        spark
            .range(5, 15)
            .selectExpr(
                "id",
                "concat('t', id) as text",
                "array(struct(id as a)) as nested",
                "if(id = 9, null, array(cast(id as float), 0f, 1f)) as embedding");
    assertEquals(
        "Cannot write to table '%s/docs.lance': it has no columns 'text', 'nested', 'embedding'. Drop them, or set 'schema_evolution' = 'add_columns': then the table gets them."
            .formatted(database.uri()),
        Failure.of(() -> docs.append(wider)).refusal());
    docs.writer(wider).option("schema_evolution", "add_columns").save();

    assertEquals(before + 1, docs.table().version());
    assertEquals(List.of("id", "text", "nested", "embedding"), List.of(docs.read().columns()));
    assertEquals(0, docs.read().where("id >= 5").exceptAll(wider).count());
    assertEquals(15, docs.read().count());
    assertEquals(5, docs.read().where("id < 5 and text is null and nested is null").count());
    assertEquals(
        "FixedSizeList(3)",
        docs.table().schema().findField("embedding").getType().toString().substring(0, 16));
    docs.table().compact();
    assertEquals(0, docs.read().where("id >= 5").exceptAll(wider).count());
    docs.writer(wider).option("schema_evolution", "add_columns").save();
    assertEquals(15, docs.read().count());
  }

  @Test
  void d12ColumnsThatTheDataFrameLacksKeepTheirValues(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> all =
        spark
            .range(0, 20_000, 1, 3)
            .selectExpr(
                "id",
                "concat('t', id) as text",
                "if(id % 7 = 0, null, array(cast(id as float), 0f)) as embedding",
                "map(id, struct(array(id) as a)) as nested",
                "0L as n");
    docs.append(all.where("id < 15000"));
    docs.append(all.where("id % 5 = 0"));
    Dataset<Row> narrow = all.where("id >= 10000").selectExpr("-id as n", "id").repartition(4);
    assertEquals(
        "Cannot write to table '%s/docs.lance': the DataFrame lacks its columns 'text', 'embedding', 'nested'. Add them to the DataFrame, or set 'schema_evolution' = 'add_columns': then they keep their values in rows that are updated."
            .formatted(database.uri()),
        Failure.of(() -> docs.append(narrow)).refusal());
    docs.writer(narrow).option("schema_evolution", "add_columns").save();

    Dataset<Row> expected =
        all.selectExpr(
            "id",
            "if(id < 15000 or id % 5 = 0, text, null) as text",
            "if(id < 15000 or id % 5 = 0, embedding, null) as embedding",
            "if(id < 15000 or id % 5 = 0, to_json(nested), null) as nested",
            "if(id >= 10000, -id, 0) as n");
    Dataset<Row> read = docs.read().withColumn("nested", expr("to_json(nested)"));
    assertEquals(0, read.exceptAll(expected).count());
    assertEquals(20_000, docs.read().count());
    docs.table().compact();
    assertEquals(
        0, docs.read().withColumn("nested", expr("to_json(nested)")).exceptAll(expected).count());
  }

  @ParameterizedTest
  @CsvSource({"when_matched,ignore", "delete_column,gone"})
  void refusesToMergeWhereAllRowsAreReplaced(
      String option, String value, SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(KeyedTexts.rows(spark, 0, 1, "x", Set.of()).drop("gone"));
    Failure failure =
        Failure.of(
            () ->
                docs.writer(KeyedTexts.rows(spark, 0, 1, "x", Set.of()))
                    .option(option, value)
                    .mode("overwrite")
                    .save());

    assertEquals(
        "Cannot overwrite with option '"
            + option
            + "': an overwrite merges nothing, it replaces all rows. Leave it out, or append.",
        failure.refusal());
  }

  @Test
  void mergesMoreKeysThanFitInMemory(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> all = spark.range(0, 60_000).selectExpr("uuid() as id", "id as n").cache();
    try {
      docs.append(all.where("n < 40000"));
      docs.writer(all.where("n >= 20000").withColumn("n", expr("-n")))
          .option("key_memory", "1m")
          .save();
      assertEquals(60_000, docs.read().count());
      assertEquals(60_000, docs.read().select("id").distinct().count());
      assertEquals(40_000, docs.read().where("n < 0").count());
      assertEquals(20_000L, KeyedTexts.counts(database).get("updated"));
    } finally {
      all.unpersist();
    }
  }

  private static DataFrameWriter<Row> transaction(
      Docs docs, Dataset<Row> rows, String application, long version) {
    return docs.writer(rows.drop("gone"))
        .option("txn_app_id", application)
        .option("txn_version", version);
  }
}
