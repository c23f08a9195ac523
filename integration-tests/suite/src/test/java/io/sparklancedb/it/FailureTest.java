package io.sparklancedb.it;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.arrow.ArrowMemory;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(SparkExtension.class)
@Tag("engine")
class FailureTest {
  private static final int ROWS = 60_000;

  /** In the last of three partitions, after some batches. */
  private static final long LATE = 58_000;

  /** What the failing job does to the table. */
  private enum Job {
    FIRST_LOAD,
    MERGE,
    OVERWRITE;

    Docs docs(SparkSession spark, Database database) {
      Docs docs = new Docs(spark, database);
      if (this != FIRST_LOAD) {
        docs.append(rows(spark).where("id < 1000").withColumn("text", lit("old")));
      }
      return docs;
    }

    void run(Docs docs, Dataset<Row> rows) {
      if (this == OVERWRITE) {
        docs.overwrite(rows);
      } else {
        docs.append(rows);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Job.class)
  void t1AFailedAttemptLeavesNoRowTwice(Job job, SparkSession spark, Database database) {
    Docs docs = job.docs(spark, database);
    boolean there = job != Job.FIRST_LOAD;
    long before = there ? docs.table().writes() : 0;
    Set<String> named = new HashSet<>(there ? docs.table().dataFiles() : List.of());
    Dataset<Row> rows = rows(spark);
    Sabotage.Action failure = Sabotage.failure(task -> task.attemptNumber() == 0);
    for (long id : List.of(12_000L, 35_000L, LATE)) {
      rows = Sabotage.at(id, failure, rows);
    }
    job.run(docs, rows);

    assertOneCopy(spark, docs);
    named.addAll(docs.table().dataFiles());
    assertEquals(named, files(docs));
    if (there) {
      assertEquals(before + 1, docs.table().writes());
    }
  }

  @ParameterizedTest
  @Tag("faults")
  @EnumSource(Job.class)
  void t2AFailedJobLeavesTheTableAsItWas(Job job, SparkSession spark, Database database) {
    Docs docs = job.docs(spark, database);
    List<String> before = new FileTree(database.folder()).names();
    Sabotage.Action failing = Sabotage.after(2, Sabotage.failure(task -> true));
    Dataset<Row> rows = Sabotage.at(LATE, failing, rows(spark));
    Failure failure = Failure.of(() -> job.run(docs, rows));

    assertEquals(Sabotage.REASON, failure.cause(IllegalStateException.class).getMessage());
    FileTree files = new FileTree(database.folder());
    files.await(before);
    Poll.until("no memory is held", () -> ArrowMemory.allocatedBytes() == 0);
    if (job != Job.FIRST_LOAD) {
      assertEquals(1_000, docs.read().where("text = 'old'").count());
    }
    docs.append(rows(spark));
    assertOneCopy(spark, docs);
  }

  @ParameterizedTest
  @EnumSource(Job.class)
  void t3AnAttemptThatFailsWhenItsRowsAreWithTheDriverLeavesNoRowTwice(
      Job job, SparkSession spark, Database database) {
    Docs docs = job.docs(spark, database);
    Set<String> before = job == Job.FIRST_LOAD ? Set.of() : files(docs);
    Sabotage.Action failure = Sabotage.lateFailure(task -> task.attemptNumber() == 0);
    job.run(docs, Sabotage.at(LATE, failure, Sabotage.at(7, failure, rows(spark))));

    assertOneCopy(spark, docs);
    Set<String> named = new HashSet<>(docs.table().dataFiles());
    named.addAll(before);
    assertEquals(named, files(docs));
  }

  @ParameterizedTest
  @Tag("faults")
  @EnumSource(names = {"FIRST_LOAD", "OVERWRITE"})
  void t17WhatOtherTasksCommittedIsRemovedWhenOneFails(
      Job job, SparkSession spark, Database database) {
    Docs docs = job.docs(spark, database);
    List<String> before = new FileTree(database.folder()).names();
    String staging = database.folder().resolve(".spark-lancedb").toString();
    Sabotage.Action failing =
        Sabotage.after(
            2,
            task -> {
              long files =
                  new FileTree(Path.of(staging))
                      .names().stream().filter(name -> name.endsWith(".lance")).count();
              throw new IllegalStateException(files >= 2 ? Sabotage.REASON : files + " files");
            });
    Failure failed = Failure.of(() -> job.run(docs, Sabotage.at(LATE, failing, rows(spark))));

    assertEquals(Sabotage.REASON, failed.cause(IllegalStateException.class).getMessage());
    new FileTree(database.folder()).await(before);
  }

  @ParameterizedTest
  @Tag("faults")
  @EnumSource(names = {"MERGE", "OVERWRITE"})
  void t14ManyPartitionsMostOfThemEmptyAreOneCommitOfFewFiles(
      Job job, SparkSession spark, Database database) {
    Docs docs = job.docs(spark, database);
    long before = docs.table().writes();
    Set<String> old = new HashSet<>(docs.table().dataFiles());
    job.run(docs, rows(spark, 7, 10_000));

    assertEquals(before + 1, docs.table().writes());
    Set<String> added = new HashSet<>(docs.table().dataFiles());
    added.removeAll(old);
    assertTrue(added.size() <= 7, () -> added.size() + " files");
    assertEquals(job == Job.MERGE ? 1_000 : 7, docs.read().count());
    assertEquals(7, docs.read().where("text like 'a somewhat%'").count());
    assertEquals(List.of(), Leftovers.of(docs).names());
  }

  @Test
  void t16EveryAttemptOfASourceThatIsNotDeterministicCountsOnce(
      SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> random =
        Sabotage.at(LATE, Sabotage.failure(task -> task.attemptNumber() < 2), rows(spark))
            .withColumn("text", expr("cast(rand() as string)"));
    docs.append(random);
    docs.append(random);
    assertEquals(ROWS, docs.read().count());
    assertEquals(ROWS, docs.read().select("id").distinct().count());

    docs.writer(random.withColumn("id", expr("cast(uuid() as string)")).limit(1_000))
        .option("table_name", "random_keys")
        .option("primary_key", "id")
        .save();
    assertEquals(
        1_000, docs.reader().option("table_name", "random_keys").load().distinct().count());
  }

  @Test
  void t16ACachedSourceIsWrittenAsItWasCached(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> cached = rows(spark).withColumn("text", expr("cast(rand() as string)")).cache();
    try {
      docs.append(cached);
      docs.append(cached.where("id % 2 = 0"));
      assertEquals(0, docs.read().exceptAll(cached).count());
      assertEquals(ROWS, docs.read().count());
    } finally {
      cached.unpersist();
    }
  }

  private static void assertOneCopy(SparkSession spark, Docs docs) {
    assertEquals(ROWS, docs.read().count());
    assertEquals(
        rows(spark).agg(expr("sum(id)"), expr("sum(xxhash64(id, text) % 1000000)")).first(),
        docs.read().agg(expr("sum(id)"), expr("sum(xxhash64(id, text) % 1000000)")).first());
  }

  private static Set<String> files(Docs docs) {
    return new HashSet<>(new FileTree(docs.table().folder().resolve("data")).names());
  }

  private static Dataset<Row> rows(SparkSession spark) {
    return rows(spark, ROWS, 3);
  }

  private static Dataset<Row> rows(SparkSession spark, long count, int partitions) {
    return spark
        .range(0, count, 1, partitions)
        .select(col("id"), expr("concat('a somewhat longer text ', id)").as("text"));
  }
}
