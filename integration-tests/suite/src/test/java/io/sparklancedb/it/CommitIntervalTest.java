package io.sparklancedb.it;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.LanceDb;
import io.sparklancedb.client.TableHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Writes of two tasks, of which the first ends at once, and the second goes on when the table holds
 * the rows of the first.
 */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class CommitIntervalTest {
  private static final long HALF = 500;
  private static final long ROWS = 2 * HALF;

  /** Tasks run in this JVM. */
  private static ConnectorLog said;

  private static CountDownLatch isCommitted;

  private Docs docs;

  @BeforeEach
  void nameTable(SparkSession spark, Database database) {
    docs = new Docs(spark, database);
  }

  @AfterEach
  void nothingIsLeft() {
    assertEquals(List.of(), Leftovers.of(docs).names());
    assertEquals(
        List.of(),
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.startsWith("lancedb-commit-interval"))
            .toList());
  }

  @Test
  void rowsOfATaskThatHasEndedAreReadWhileOthersWrite() {
    try (ConnectorLog log = ConnectorLog.open()) {
      save(atTheSecondTask(awaitRows(HALF), rows("new")));

      assertEquals(
          List.of(
              "INFO Committed what 1 more tasks have written to table %s, in version 1; others still write."
                  .formatted(docs.table().folder())),
          log.lines("INFO Committed"));
      assertEquals(1, log.lines("took 2 commits").size());
    }

    assertHolds("new");
    SqlCatalog.of(docs.spark(), docs.database());
    Map<String, String> whole = table(docs.database()).lastWrite();
    assertEquals("2", whole.get("commits"));
    assertEquals(ROWS + "", whole.get("inserted"));
    assertEquals("2", whole.get("files"));
    assertEquals("0", whole.get("updated"));
    assertEquals(
        "1,500; 3,500",
        SqlCatalog.text(
            docs.spark()
                .sql("SELECT version, inserted FROM lance.default.docs.versions ORDER BY version")
                .where("inserted > 0")));
  }

  @Test
  void aJobThatFailsKeepsWhatItHasCommittedAndTheNextRunWritesTheRest() {
    docs.append(rows("old").where("id % 2 = 0"));
    Sabotage.Action await = awaitTexts("new", HALF);
    Sabotage.Action fail =
        task -> {
          await.run(task);
          throw new IllegalStateException(Sabotage.REASON);
        };
    try (ConnectorLog log = ConnectorLog.open()) {
      Failure failure = Failure.of(() -> save(atTheSecondTask(fail, rows("new"))));

      assertTrue(failure.text().contains(Sabotage.REASON), failure::text);
      assertEquals(
          List.of(
              "WARN The write to table %s has failed. What it committed before stays, 250 rows inserted and 250 updated up to version 3. Run it again to write the rest."
                  .formatted(docs.table().folder())),
          log.lines("WARN The write"));
    }
    assertEquals(HALF, docs.read().where("text = 'new' and id < 500").count());
    assertEquals(HALF / 2, docs.read().where("text = 'old' and id >= 500").count());

    save(rows("new"));
    assertHolds("new");
  }

  @Test
  void whatAnotherWriterCommitsInBetweenStays() {
    docs.append(docs.spark().range(-10, 0).withColumn("text", lit("old")));
    Sabotage.Action await = awaitRows(HALF + 10);
    String table = docs.table().folder().toString();
    Sabotage.Action write =
        task -> {
          await.run(task);
          new NativeTable(Path.of(table)).delete("id < -5 or id = 7");
        };
    save(atTheSecondTask(write, rows("new")));

    assertEquals(ROWS - 1, docs.read().where("text = 'new'").count());
    assertEquals(5, docs.read().where("text = 'old'").count());
    assertEquals(ROWS + 4, docs.read().select("id").distinct().count());
  }

  @Test
  void aCommitNeedsNoCoreThatTheTasksHave() {
    docs.append(rows("old"));
    Dataset<Row> rows =
        docs.spark().range(0, ROWS, 1, 4).withColumn("text", lit("new")).select("id", "text");
    Sabotage.Action await = awaitTexts("new", HALF);
    System.setProperty("io.sparklancedb.locate", "job");
    try {
      save(Sabotage.at(HALF + HALF / 2, await, Sabotage.at(HALF, await, rows)));
    } finally {
      System.clearProperty("io.sparklancedb.locate");
    }

    assertHolds("new");
  }

  @Test
  void aWriteThatIsCancelledKeepsWhatItHasCommitted() throws Exception {
    Sabotage.Action await = awaitRows(HALF);
    isCommitted = new CountDownLatch(1);
    Sabotage.Action untilCancelled =
        task -> {
          await.run(task);
          isCommitted.countDown();
          Poll.until("the task is cancelled", task::isInterrupted);
          task.killTaskIfInterrupted();
        };
    ExecutorService user = Executors.newSingleThreadExecutor();
    try {
      Future<?> write =
          user.submit(
              () -> {
                docs.spark().sparkContext().setJobGroup("slow", "slow", false);
                save(atTheSecondTask(untilCancelled, rows("new")));
              });
      assertTrue(isCommitted.await(30, TimeUnit.SECONDS));
      docs.spark().sparkContext().cancelJobGroup("slow");

      assertTrue(Failure.of(() -> write.get(30, TimeUnit.SECONDS)).text().contains("cancelled"));
    } finally {
      user.shutdownNow();
    }
    assertEquals(HALF, docs.read().count());
    Leftovers.of(docs).awaitNone();
  }

  @Test
  void aKeyThatComesInTwoCommitsIsUpdated() {
    Dataset<Row> rows = rows("first").withColumn("text", expr("if(id < 500, 'first', 'second')"));
    save(atTheSecondTask(awaitRows(HALF), rows).withColumn("id", expr("id % 500")));

    assertEquals(HALF, docs.read().count());
    assertEquals(HALF, docs.read().where("text = 'second'").count());
  }

  /** When the other tasks take long, Spark's own exception holds the sentence. */
  @Test
  void aKeyThatComesTwiceInOneCommitEndsTheWrite() {
    try (ConnectorLog log = ConnectorLog.open()) {
      said = log;
      Sabotage.Action awaitFailure =
          task -> Poll.until("the commit fails", () -> !said.lines("WARN Cannot commit").isEmpty());
      Dataset<Row> twice =
          atTheSecondTask(awaitFailure, rows("new"))
              .withColumn("id", expr("if(id < 500, id % 250, id)"));
      Failure failure = Failure.of(() -> save(twice));

      assertTrue(
          failure
              .text()
              .contains(
                  "Cannot write: two of the rows have the primary key 'id' = '0'. Keep one row of each key, such as dropDuplicates(\"id\")."),
          failure::text);
    }
    Leftovers.of(docs).awaitNone();
    assertEquals(List.of(), new FileTree(docs.database().folder()).names());
  }

  @Test
  void aNullKeyAfterACommitEndsTheWriteAndTheCommitStays() {
    Dataset<Row> rows =
        atTheSecondTask(awaitRows(HALF), rows("new"))
            .withColumn("id", expr("case when id = 700 then null else id end"));
    Failure failure = Failure.of(() -> save(rows));

    assertEquals(
        "Cannot write row 200 of partition 1: its primary key 'id' is null. Fill it or filter such rows out.",
        failure.refusal());
    assertEquals(HALF, docs.read().count());
  }

  @Test
  void aTableWaitsForTheDimensionOfItsVectors() {
    Dataset<Row> rows =
        rows("new")
            .withColumn("embedding", expr("case when id < 500 then null else array(1f, 2f) end"));
    save(rows);

    assertHolds("new");
    assertEquals(HALF, docs.read().where("embedding[1] = 2").count());
  }

  @Test
  void vectorsOfAnotherDimensionThanThoseCommittedEndTheWrite() {
    Dataset<Row> rows =
        atTheSecondTask(awaitRows(HALF), rows("new"))
            .withColumn(
                "embedding", expr("case when id < 500 then array(1f) else array(1f, 2f) end"));
    Failure failure = Failure.of(() -> save(rows));

    assertEquals(
        "Cannot write column 'embedding': it has vectors of 1 and of 2 values. Set 'vector.embedding' to the dimension, and mend or drop the others.",
        failure.refusal());
    assertEquals(HALF, docs.read().count());
  }

  @Test
  void theFirstCommitAddsColumnsAndFieldsForAllOthers() {
    docs.append(rows("old").withColumn("s", expr("named_struct('a', id)")));
    Dataset<Row> rows =
        atTheSecondTask(awaitTexts("new", HALF), rows("new"))
            .withColumn("s", expr("named_struct('a', id, 'b', id + 1)"))
            .withColumn("embedding", expr("array(1f, 2f)"));
    writer(rows).option("schema_evolution", "add_columns").save();

    assertHolds("new");
    assertEquals(ROWS, docs.read().where("s.b = id + 1 and embedding[1] = 2").count());
  }

  @Test
  void rowsThatDeleteAreCommittedToo() {
    docs.append(rows("old"));
    Dataset<Row> rows =
        atTheSecondTask(awaitRows(ROWS - HALF / 2), rows("new"))
            .withColumn("gone", expr("id % 2 = 0"));
    writer(rows).option("delete_column", "gone").save();

    assertEquals(HALF, docs.read().where("text = 'new' and id % 2 = 1").count());
    assertEquals(HALF, docs.read().count());
  }

  @Test
  void allRowsOfAKeyComeToOneTaskWhereTheLastIsWritten() {
    Dataset<Row> events =
        rows("new").withColumn("id", expr("id % 100")).withColumn("n", expr("rand()"));
    writer(events).option("duplicate_keys", "last").option("sequence_column", "n").save();

    assertEquals(100, docs.read().count());
  }

  @Test
  void statementsAreCommittedAsAWhole() throws Exception {
    SqlCatalog catalog = SqlCatalog.of(docs.spark(), docs.database());
    String refusal =
        "Cannot use option 'commit_interval' with %s: a statement changes all of its rows, or none. Leave 'commit_interval' out.";
    var created = rows("new").writeTo("lance.default.made").option("commit_interval", "10m");

    assertEquals(
        refusal.formatted("CREATE TABLE AS SELECT"), Failure.of(created::create).refusal());
    catalog.createDocs();
    var replaced = rows("new").writeTo("lance.default.docs").option("commit_interval", "10m");
    assertEquals(
        refusal.formatted("REPLACE TABLE AS SELECT"), Failure.of(replaced::replace).refusal());
    assertEquals(
        "Cannot use option 'commit_interval' with an overwrite: its rows replace others in one version. Leave 'commit_interval' out.",
        Failure.of(() -> writer(docs.read()).mode("overwrite").save()).refusal());
  }

  private Dataset<Row> rows(String text) {
    return docs.spark().range(0, ROWS, 1, 2).withColumn("text", lit(text)).select("id", "text");
  }

  private static Dataset<Row> atTheSecondTask(Sabotage.Action action, Dataset<Row> rows) {
    return Sabotage.at(HALF, action, rows);
  }

  private DataFrameWriter<Row> writer(Dataset<Row> rows) {
    return docs.writer(rows).option("primary_key", Docs.KEY).option("commit_interval", "1s");
  }

  private void save(Dataset<Row> rows) {
    writer(rows).save();
  }

  /** Waits, in a task, until the table holds so many rows. */
  private Sabotage.Action awaitRows(long rows) {
    return awaitRows("true", rows);
  }

  /** As above, with a text. */
  private Sabotage.Action awaitTexts(String text, long rows) {
    return awaitRows("text = '" + text + "'", rows);
  }

  private Sabotage.Action awaitRows(String filter, long rows) {
    String folder = docs.table().folder().toString();
    return task ->
        Poll.until(
            rows + " rows are committed",
            () ->
                Files.exists(Path.of(folder, "_versions"))
                    && new NativeTable(Path.of(folder)).count(filter) == rows);
  }

  private static TableHandle table(Database database) {
    return LanceDb.connect(database.uri(), Map.of(), Duration.ZERO).openTable(Docs.NAME);
  }

  private void assertHolds(String text) {
    assertEquals(ROWS, docs.read().where(col("text").equalTo(text)).count());
    assertEquals(ROWS, docs.read().select("id").distinct().count());
    assertEquals(ROWS, docs.read().count());
  }
}
