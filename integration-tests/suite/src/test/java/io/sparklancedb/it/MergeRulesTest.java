package io.sparklancedb.it;

import static org.apache.spark.sql.functions.expr;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.LanceDb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the options of a merge mean, compared with a model, in every combination. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class MergeRulesTest {
  private static final StructType ROWS =
      new StructType().add("id", "string").add("text", "string").add("gone", "boolean");

  static Stream<Arguments> combinations() {
    List<Arguments> all = new ArrayList<>();
    for (String matched : List.of("update", "ignore", "fail")) {
      for (String notMatched : List.of("insert", "ignore")) {
        for (String bySource : List.of("keep", "delete")) {
          for (boolean deletes : List.of(false, true)) {
            all.add(Arguments.of(matched, notMatched, bySource, deletes));
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "matched {0}, not matched {1}, not in source {2}, deletions {3}")
  @MethodSource("combinations")
  void followsItsRules(
      String matched,
      String notMatched,
      String bySource,
      boolean deletes,
      SparkSession spark,
      Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 10, "old", Set.of()).drop("gone"));
    docs.append(rows(spark, 8, 12, "older", Set.of()).drop("gone"));
    boolean changesNothing =
        matched.equals("ignore")
            && notMatched.equals("ignore")
            && bySource.equals("keep")
            && !deletes;
    Set<Integer> gone = deletes ? Set.of(6, 11, 14) : Set.of();
    Dataset<Row> rows = rows(spark, 5, 15, "new", gone);
    DataFrameWriter<Row> writer =
        docs.writer(deletes ? rows : rows.drop("gone"))
            .option("when_matched", matched)
            .option("when_not_matched", notMatched)
            .option("when_not_matched_by_source", bySource);
    if (deletes) {
      writer.option("delete_column", "gone");
    }
    if (changesNothing) {
      assertEquals(
          "Cannot write with 'when_matched' = 'ignore' and 'when_not_matched' = 'ignore': no row"
              + " would have an effect. Leave one of them out, or set 'delete_column'.",
          Failure.of(writer::save).refusal());
      return;
    }
    long before = docs.table().version();
    Model model = new Model();
    for (int i = 0; i < 12; i++) {
      model.rows.put(key(i), i < 8 ? "old" : "older");
    }
    if (matched.equals("fail")) {
      Failure failure = Failure.of(writer::save);
      assertEquals(true, failure.refusal().contains("is in the table already"), failure::text);
      assertEquals(before, docs.table().version());
    } else {
      writer.save();
      model.merge(matched, notMatched, bySource, gone);
      assertEquals(before + 1, docs.table().version());
      assertEquals(model.counts, counts(database));
    }
    assertEquals(model.rows, content(docs));
    assertEquals(model.rows.size(), docs.table().count());
    // Through the index.
    assertEquals(
        model.rows.containsKey(key(6)) ? 1 : 0, docs.table().count("id = '" + key(6) + "'"));
  }

  /** The content that rules and rows give. */
  private static final class Model {
    private final Map<String, String> rows = new TreeMap<>();
    private Map<String, Long> counts = Map.of();

    void merge(String matched, String notMatched, String bySource, Set<Integer> gone) {
      long inserted = 0;
      long updated = 0;
      long deleted = 0;
      long unchanged = 0;
      Set<String> source = new TreeSet<>();
      for (int i = 5; i < 15; i++) {
        source.add(key(i));
        boolean there = rows.containsKey(key(i));
        if (gone.contains(i)) {
          deleted += there ? 1 : 0;
          unchanged += there ? 0 : 1;
          rows.remove(key(i));
        } else if (there && matched.equals("update")) {
          updated++;
          rows.put(key(i), "new");
        } else if (!there && notMatched.equals("insert")) {
          inserted++;
          rows.put(key(i), "new");
        } else {
          unchanged++;
        }
      }
      if (bySource.equals("delete")) {
        long size = rows.size();
        rows.keySet().retainAll(source);
        deleted += size - rows.size();
      }
      counts =
          Map.of(
              "inserted", inserted, "updated", updated, "deleted", deleted, "unchanged", unchanged);
    }
  }

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
    docs.append(rows(spark, 0, 10, "old", Set.of()).drop("gone"));
    docs.writer(rows(spark, 0, 0, "new", Set.of()).drop("gone"))
        .option("when_not_matched_by_source", "delete")
        .save();

    assertEquals(Map.of(), content(docs));
    assertEquals(10L, counts(database).get("deleted"));
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
        "Cannot write: the primary key 'id' is there twice among the rows to write, with the value '7'."
            + " Keep one row of each key, such as dropDuplicates(\"id\").",
        failure.refusal());
    assertEquals(List.of(), new FileTree(database.folder()).names());
  }

  @Test
  void aWriteOfAnApplicationIsAppliedOnce(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    DataFrameWriter<Row> first = transaction(docs, rows(spark, 0, 10, "1", Set.of()), "a", 5);
    first.option("primary_key", "id").save();
    long version = docs.table().version();
    transaction(docs, rows(spark, 0, 10, "again", Set.of()), "a", 5).save();
    transaction(docs, rows(spark, 0, 10, "older", Set.of()), "a", 4).mode("overwrite").save();

    assertEquals(version, docs.table().version());
    assertEquals(10, docs.read().where("text = '1'").count());

    transaction(docs, rows(spark, 0, 10, "other", Set.of()), "b", 0).save();
    transaction(docs, rows(spark, 0, 10, "next", Set.of()), "a", 6).mode("overwrite").save();
    transaction(docs, rows(spark, 0, 10, "again", Set.of()), "b", 0).save();
    assertEquals(10, docs.read().where("text = 'next'").count());
    assertEquals(10, docs.table().count());
  }

  @Test
  void anAppliedWriteIsRememberedWhenVersionsAreCleanedUp(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    transaction(docs, rows(spark, 0, 10, "1", Set.of()), "a", 1).option("primary_key", "id").save();
    docs.append(rows(spark, 0, 20, "2", Set.of()).drop("gone"));
    docs.table().compact();
    docs.table().keepLatestVersionOnly();
    transaction(docs, rows(spark, 0, 10, "again", Set.of()), "a", 1).save();

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
  @CsvSource(
      delimiter = '|',
      value = {
        "when_matched|replace|Cannot use option 'when_matched' = 'replace': expected 'update',"
            + " 'ignore' or 'fail'. Leave it out to use 'update'.",
        "delete_column|nope|Cannot use option 'delete_column' = 'nope': the rows to write have no such column, they have id, text, gone. Name one of these or leave the option out; if it is a property of the table, by ALTER TABLE with SET or UNSET TBLPROPERTIES ('delete_column').",
        "delete_column|text|Cannot use option 'delete_column' = 'text': its type is STRING, and it"
            + " is true in rows that delete. Cast it to BOOLEAN.",
        "duplicate_keys|last|Cannot use option 'duplicate_keys' = 'last' without 'sequence_column'."
            + " Set both or neither.",
        "txn_app_id|a|Cannot use option 'txn_app_id' without 'txn_version'. Set both or neither.",
        "commit_attempts|0|Cannot use option 'commit_attempts' = '0': expected a whole number of at"
            + " least 1. Leave it out to use 20.",
        "key_memory|much|Cannot use option 'key_memory' = 'much': expected a size of at least"
            + " '1m', such as '64m' or '1g'. Leave it out to use 512m."
      })
  void refusesWhatAnOptionCannotMean(
      String option, String value, String message, SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> rows = rows(spark, 0, 1, "x", Set.of());
    Failure failure =
        Failure.of(
            () -> docs.writer(rows).option("primary_key", "id").option(option, value).save());

    assertEquals(message, failure.refusal());
  }

  @ParameterizedTest
  @CsvSource({
    "when_matched,ignore",
    "when_not_matched,ignore",
    "when_not_matched_by_source,delete",
    "delete_column,gone"
  })
  void refusesToMergeWhereAllRowsAreReplaced(
      String option, String value, SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 1, "x", Set.of()).drop("gone"));
    Failure failure =
        Failure.of(
            () ->
                docs.writer(rows(spark, 0, 1, "x", Set.of()))
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
    Dataset<Row> all = spark.range(0, 300_000).selectExpr("uuid() as id", "id as n").cache();
    try {
      docs.append(all.where("n < 200000"));
      docs.writer(all.where("n >= 100000").withColumn("n", expr("-n")))
          .option("key_memory", "1m")
          .save();
      assertEquals(300_000, docs.read().count());
      assertEquals(300_000, docs.read().select("id").distinct().count());
      assertEquals(200_000, docs.read().where("n < 0").count());
      assertEquals(100_000L, counts(database).get("updated"));
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

  private static Map<String, Long> counts(Database database) {
    Map<String, String> properties =
        LanceDb.connect(database.uri(), Map.of(), Duration.ZERO).openTable(Docs.NAME).lastWrite();
    Map<String, Long> counts = new TreeMap<>();
    for (String count : List.of("inserted", "updated", "deleted", "unchanged")) {
      counts.put(count, Long.parseLong(properties.get(count)));
    }
    return counts;
  }

  private static Map<String, String> content(Docs docs) {
    Map<String, String> content = new TreeMap<>();
    docs.read().collectAsList().forEach(row -> content.put(row.getAs("id"), row.getAs("text")));
    return content;
  }

  private static String key(int number) {
    return "key-%02d".formatted(number);
  }

  private static Dataset<Row> rows(
      SparkSession spark, int from, int to, String text, Set<Integer> gone) {
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      rows.add(RowFactory.create(key(i), text, gone.contains(i) ? Boolean.TRUE : null));
    }
    return spark.createDataFrame(rows, ROWS).repartition(2);
  }
}
