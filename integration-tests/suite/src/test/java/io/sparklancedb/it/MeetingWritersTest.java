package io.sparklancedb.it;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.sparklancedb.LanceDb;
import io.sparklancedb.error.LanceDbException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a write when something else happens to its table meanwhile. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class MeetingWritersTest {
  private final ExecutorService writers = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    writers.shutdownNow();
  }

  @Test
  void c5IndexesThatAreBuiltMeanwhileFindEveryRowOnce(SparkSession spark, Database database)
      throws Exception {
    Docs docs = docs(spark, database);
    runAll(
        2,
        writer -> {
          for (int i = 0; i < 6; i++) {
            if (writer == 0) {
              docs.append(rows(spark, 2 * i, 10, "t" + i));
            } else {
              docs.table().index("text", "text_" + i);
              docs.table().optimizeIndices();
            }
          }
        });

    docs.table().optimizeIndices();
    docs.append(rows(spark, 0, 1, "last"));
    for (Row row : docs.read().selectExpr("id", "text").collectAsList()) {
      String key = "id = " + row.getLong(0);
      assertEquals(1, docs.table().count(key), key);
      assertEquals(1, docs.table().count(key + " and text = '" + row.getString(1) + "'"), key);
    }
    assertEquals(docs.read().select("id").distinct().count(), docs.table().count());
  }

  @Test
  void c7AColumnThatIsAddedMeanwhileIsNullInTheRowsOfAMerge(SparkSession spark, Database database) {
    Docs docs = docs(spark, database);
    docs.append(
        meanwhile(
            docs,
            t -> t.addColumn("more", new ArrowType.Int(Integer.SIZE, true)),
            rows(spark, 0, 20, "new").coalesce(1)));

    assertEquals(20, docs.read().where("text = 'new' and more is null").count());
    assertEquals(25, docs.read().count());
  }

  @Test
  void c11CleanupOfOldVersionsTakesNothingFromAWriteUnderWay(
      SparkSession spark, Database database) {
    Docs docs = docs(spark, database);
    docs.append(
        meanwhile(
            docs,
            table -> {
              table.delete("id = 21");
              table.compact();
              table.keepLatestVersionOnly();
            },
            rows(spark, 0, 30, "new").coalesce(1)));

    assertEquals(30, docs.table().count());
    assertEquals(30, docs.read().where("text = 'new'").select("id").distinct().count());
  }

  @Test
  void c13AConflictThatDoesNotEndIsSaidAndChangesNothing(SparkSession spark, Database database)
      throws Exception {
    Docs docs = docs(spark, database);
    AtomicBoolean ended = new AtomicBoolean();
    Future<?> others =
        writers.submit(
            () -> {
              while (!ended.get()) {
                docs.table().delete("id = -1");
              }
            });
    DataFrameWriter<Row> impatient =
        docs.writer(rows(spark, 10, 20, "new")).option("commit_attempts", 1);
    Failure failure = null;
    for (int i = 0; i < 100 && failure == null; i++) {
      docs.table().delete("text = 'new'");
      try {
        impatient.save();
      } catch (LanceDbException e) {
        failure = new Failure(e);
      }
    }
    ended.set(true);
    others.get();

    assertNotNull(failure, "nobody was in the way");
    assertEquals(
        "Cannot commit to table 'TABLE': after 1 attempts another writer was still in the way",
        failure.refusal().replace(docs.table().folder().toString(), "TABLE").split(" \\(")[0]);
    assertEquals(0, docs.read().where("text = 'new'").count());
  }

  @Test
  void c17WhatTasksHaveFoundOfTheirKeysHoldsForTheirVersionOnly(
      SparkSession spark, Database database) {
    Docs docs = docs(spark, database);
    Dataset<Row> rows = rows(spark, 0, 20, "new").coalesce(1);
    System.setProperty("io.sparklancedb.locate", "task");
    try {
      docs.append(meanwhile(docs, table -> table.delete("id in (16, 21)"), rows));
    } finally {
      System.clearProperty("io.sparklancedb.locate");
    }

    Map<String, String> counts =
        LanceDb.connect(database.uri(), Map.of(), Duration.ZERO).openTable(Docs.NAME).lastWrite();
    assertEquals("scan", counts.get("located_by"));
    assertEquals("16", counts.get("inserted"));
    assertEquals("4", counts.get("updated"));
    assertEquals(24, docs.read().select("id").distinct().count());
    assertEquals(24, docs.read().count());
  }

  @Test
  @Tag("soak")
  void d9ARowOfAHundredMegabytesComesBack(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> large =
        spark
            .range(0, 2)
            .selectExpr("id", "cast(repeat('x', 100000000 + cast(id as int)) as binary) as b");
    docs.append(large.coalesce(1));
    docs.append(large.where("id = 1"));

    assertEquals(
        "[[0,100000000], [1,100000001]]",
        docs.read().selectExpr("id", "length(b)").orderBy("id").collectAsList().toString());
  }

  @Test
  @Tag("soak")
  void d15ManySmallFragmentsAreMergedInOneCommit(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(0, 600, 1, 300).withColumn("text", lit("old")));
    docs.append(spark.range(0, 600, 2, 2).withColumn("text", lit("new")));

    assertEquals(600, docs.table().count());
    assertEquals(300, docs.read().where("text = 'new' and id % 2 = 0").count());
    docs.table().compact();
    docs.append(spark.range(0, 600, 3, 2).withColumn("text", lit("newest")));
    assertEquals(
        "[[new,200], [newest,200], [old,200]]",
        docs.read().groupBy("text").count().orderBy("text").collectAsList().toString());
  }

  @Test
  void d16TheRightRowsAreReplacedInATableWithStableRowIds(SparkSession spark, Database database) {
    Docs docs = docs(spark, database);
    Docs stable = new Docs(spark, new Database(database.folder().resolve("stable")));
    new NativeTable(stable.table().folder()).createStable(docs.table().schema());
    stable.append(rows(spark, 0, 1_000, "old"));
    stable.append(rows(spark, 500, 1_000, "new"));
    stable.table().compact();
    stable.append(rows(spark, 900, 200, "newest"));
    stable.append(rows(spark, 0, 100, "newest"));

    assertEquals(
        "[[new,800], [newest,300], [old,400]]",
        stable.read().groupBy("text").count().orderBy("text").collectAsList().toString());
    assertEquals(1_500, stable.read().select("id").distinct().count());
    assertEquals(1_500, stable.read().selectExpr("_rowid").distinct().count());
    assertEquals(
        "Cannot use option 'txn_app_id' with table 'TABLE': tables with stable row ids"
            + " support only plain upserts and overwrites. Leave the option out, or create the table"
            + " without stable row ids.",
        Failure.of(
                () ->
                    stable
                        .writer(rows(spark, 0, 1, "x"))
                        .option("txn_app_id", "a")
                        .option("txn_version", "1")
                        .save())
            .refusal()
            .replace(stable.table().folder().toString(), "TABLE"));
  }

  private static Docs docs(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 15, 10, "old"));
    return docs;
  }

  /** The change is committed while the rows are written. */
  private static Dataset<Row> meanwhile(Docs docs, Change change, Dataset<Row> rows) {
    String folder = docs.table().folder().toString();
    return Sabotage.at(5, task -> change.make(new NativeTable(Path.of(folder))), rows);
  }

  private interface Change extends Serializable {
    void make(NativeTable table);
  }

  private interface Writer {
    void write(int number);
  }

  private void runAll(int count, Writer writer) throws Exception {
    List<Callable<Void>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      all.add(
          () -> {
            writer.write(number);
            return null;
          });
    }
    for (Future<Void> ended : writers.invokeAll(all)) {
      ended.get();
    }
  }

  private static List<String> dataFiles(Docs docs) {
    return new FileTree(docs.table().folder().resolve("data")).names();
  }

  private static Dataset<Row> rows(SparkSession spark, long from, long count, String text) {
    return spark.range(from, from + count, 1, 2).withColumn("text", expr("'" + text + "'"));
  }
}
