package io.sparklancedb.it;

import static io.sparklancedb.it.app.PausedWrite.ENDED;
import static io.sparklancedb.it.app.PausedWrite.HALF;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.LanceDb;
import io.sparklancedb.it.app.PausedWrite;
import io.sparklancedb.it.app.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A standalone cluster of two executors with one core each, of which processes die, and a table of
 * texts that each test writes to.
 */
@ExtendWith(SparkExtension.class)
abstract class ClusterFailures {
  static final int EXECUTORS = 2;
  static final long ROWS = 200_000;

  /** What the table holds before: every second of these keys, and as many below zero. */
  static final long OLD = 1_000;

  static StandaloneCluster cluster;

  Docs docs;
  SubmittedWrite write;
  Signals signals;

  @BeforeAll
  static void startCluster(@TempDir Path installation) throws Exception {
    cluster =
        StandaloneCluster.start(SparkHome.withBundle(installation, SparkLine.current()), EXECUTORS);
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void makeTable(SparkSession spark, Database database, @TempDir Path folder) {
    docs = new Docs(spark, database);
    docs.append(spark.range(-OLD, OLD, 1, 2).withColumn("text", lit("old")).select("id", "text"));
    write = new SubmittedWrite(cluster, docs, folder);
    signals = write.signals();
  }

  @AfterEach
  void endDriver() {
    write.close();
  }

  /** Those that the submitted write writes. */
  Dataset<Row> rows(long number) {
    return PausedWrite.rows(docs.spark(), number, EXECUTORS);
  }

  void removeOrphanFiles() {
    LanceDb.connect(docs.database().uri(), Map.of(), Duration.ZERO)
        .openTable(Docs.NAME)
        .removeOrphanFiles(Duration.ZERO);
    assertEquals(List.of(), Leftovers.of(docs).names());
  }

  void assertMerged(long rows) {
    assertHolds(rows(rows).union(docs.spark().range(-OLD, 0).withColumn("text", lit("old"))));
  }

  /** These rows, each once, and no file that no version names. */
  void assertHolds(Dataset<Row> expected) {
    assertEquals(digest(expected), digest(docs.read()));
    assertEquals(expected.count(), docs.read().select("id").distinct().count());
    assertEquals(List.of(), Leftovers.of(docs).names());
  }

  private static Row digest(Dataset<Row> rows) {
    return rows.agg(expr("count(*)"), expr("sum(id)"), expr("sum(xxhash64(id, text) % 1000000)"))
        .first();
  }

  static String half(int partition, int stageAttempt, int attempt) {
    return HALF.formatted(partition, stageAttempt, attempt);
  }

  static String ended(int partition, int stageAttempt, int attempt) {
    return ENDED.formatted(partition, stageAttempt, attempt);
  }
}
