package io.sparklancedb.it;

import static io.sparklancedb.it.app.PausedWrite.COMMITTED;
import static io.sparklancedb.it.app.PausedWrite.COMMITTING;
import static io.sparklancedb.it.app.PausedWrite.ENDED;
import static io.sparklancedb.it.app.PausedWrite.HALF;
import static io.sparklancedb.it.app.PausedWrite.LOCATING;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.LanceDb;
import io.sparklancedb.it.app.PausedWrite;
import io.sparklancedb.it.app.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A standalone cluster of two executors with one core each, of which processes die: each point in
 * time is one at which they wait for the test.
 */
@ExtendWith(SparkExtension.class)
@Tag("faults")
class ClusterFailureTest {
  private static final Duration RUN = Duration.ofMinutes(2);
  private static final int PARTITIONS = 2;
  private static final long ROWS = 200_000;

  /** What the table holds before: these keys are merged, and as many below zero stay. */
  private static final long OLD = 1_000;

  @TempDir private static Path installation;
  private static SparkHome home;
  private static StandaloneCluster cluster;

  private Docs docs;
  private Signals signals;
  private ChildProcess driver;
  private Map<String, String> environment = Map.of();

  @BeforeAll
  static void startCluster() throws Exception {
    home = SparkHome.withBundle(installation, SparkLine.current());
    cluster = StandaloneCluster.start(home, PARTITIONS);
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void makeTable(SparkSession spark, Database database, @TempDir Path folder) {
    signals = new Signals(folder.toString());
    docs = new Docs(spark, database);
    docs.append(spark.range(-OLD, OLD, 1, 2).withColumn("text", lit("old")).select("id", "text"));
  }

  @AfterEach
  void endDriver() {
    driver.close();
    cluster.awaitNoExecutors();
  }

  @Test
  void t1AnAttemptThatFailsAfterHalfItsRowsIsMadeGoodByTheNext() throws Exception {
    signals.failAt(half(0, 0, 0));
    signals.failAt(half(1, 0, 0));
    submit("overwrite");

    awaitSuccess();
    assertTrue(signals.isReached(half(1, 0, 1)));
    assertOverwritten();
  }

  @ParameterizedTest
  @ValueSource(strings = {COMMITTING, COMMITTED})
  void t4ASlowTaskAndItsSpeculativeCopyCountOnce(String slowUntil) throws Exception {
    signals.stopAt(half(1, 0, 0));
    signals.stopAt(slowUntil);
    submit(
        "overwrite",
        "plain",
        "spark.speculation=true",
        "spark.speculation.interval=50ms",
        "spark.speculation.quantile=0.5",
        "spark.speculation.minTaskRuntime=50ms");
    awaitReached(slowUntil);
    assertTrue(signals.isReached(half(1, 0, 1)), "there was no speculative copy");
    signals.release(half(1, 0, 0));
    awaitReached(ended(1, 0, 0));
    signals.release(slowUntil);

    awaitSuccess();
    assertOverwritten();
  }

  @Test
  void t5AnExecutorKilledWhileItWritesIsReplaced() throws Exception {
    signals.stopAt(half(0, 0, 0));
    submit("overwrite");
    awaitReached(half(0, 0, 0));
    cluster.killExecutor(signals.processAt(half(0, 0, 0)));

    awaitSuccess();
    assertTrue(signals.isReached(half(0, 0, 1)));
    assertOverwritten();
  }

  /** Its shuffled rows are gone with it. */
  @Test
  void t5AnExecutorKilledWhileItMergesIsReplaced() throws Exception {
    FileTree files = new FileTree(docs.database().folder());
    int before = files.names().size();
    long many = 3 * ROWS;
    submit(many, "append", "plain");
    Poll.within(RUN, () -> "a file is begun", () -> files.names().size() > before);
    cluster.killExecutor(cluster.executors().get(0).pid());

    awaitSuccess();
    assertTrue(signals.isReached(COMMITTED));
    assertMerged(many);
  }

  @ParameterizedTest
  @ValueSource(strings = "append")
  void t6AnExecutorKilledBetweenTheCommitOfItsTaskAndThatOfTheDriverLosesNothing(String mode)
      throws Exception {
    signals.stopAt(COMMITTING);
    submit(mode);
    awaitReached(COMMITTING);
    cluster.killExecutor(cluster.executors().get(0).pid());
    signals.release(COMMITTING);

    awaitSuccess();
    assertWritten(mode);
  }

  @Test
  void anExecutorKilledWhileAJobLooksForTheKeysIsReplaced() throws Exception {
    environment = Map.of("JAVA_TOOL_OPTIONS", "-Dio.sparklancedb.locate=job");
    String kryo = "spark.serializer=org.apache.spark.serializer.KryoSerializer";
    submit(3 * ROWS, "append", "plain", kryo, "spark.speculation=true");
    awaitReached(LOCATING);
    cluster.killExecutor(cluster.executors().get(0).pid());

    awaitSuccess();
    assertMerged(3 * ROWS);
  }

  @Test
  void t7AStageThatIsRunAgainAsAWholeCountsOnce() throws Exception {
    runStageAgain();
    signals.stopAt(COMMITTED);
    signals.release(half(0, 1, 0));
    awaitReached(COMMITTED);
    signals.release(half(0, 0, 0));
    awaitReached(ended(0, 0, 0));
    signals.release(COMMITTED);

    awaitSuccess();
    assertOverwritten();
  }

  /**
   * Spark takes the late attempt for the partition, though its rows are no longer the same: then
   * some keys are there twice and as many are missing.
   */
  @Test
  void t7AnAttemptOfAStageThatWasRunAgainLosesNoRowsUnsaid() throws Exception {
    List<String> before = new FileTree(docs.database().folder()).names();
    runStageAgain();
    signals.release(half(0, 0, 0));
    awaitReached(ended(0, 0, 0));
    signals.release(half(0, 1, 0));

    assertWholeOrRefused("two of the rows have the primary key 'id'", before);
  }

  /** Until its second attempt has half the rows of partition 0, and the first has so as well. */
  private void runStageAgain() {
    signals.stopAt(half(0, 0, 0));
    signals.stopAt(half(1, 0, 0));
    signals.stopAt(half(0, 1, 0));
    submit("overwrite", "indeterminate");
    awaitReached(half(0, 0, 0));
    awaitReached(half(1, 0, 0));
    cluster.killExecutor(signals.processAt(half(1, 0, 0)));
    awaitReached(half(0, 1, 0));
  }

  /** It can where the executor that is killed had none of the shuffled rows. */
  @Test
  void t7AStageThatCannotBeRunAgainAsAWholeFailsTheJobAndLeavesNothing() throws Exception {
    List<String> before = new FileTree(docs.database().folder()).names();
    signals.stopAt(half(0, 0, 0));
    signals.stopAt(half(1, 0, 0));
    submit("overwrite", "indeterminate");
    awaitReached(half(0, 0, 0));
    awaitReached(half(1, 0, 0));
    signals.release(half(0, 0, 0));
    awaitReached(ended(0, 0, 0));
    cluster.killExecutor(signals.processAt(half(1, 0, 0)));

    assertWholeOrRefused("A shuffle map stage with indeterminate output was failed", before);
  }

  @ParameterizedTest
  @ValueSource(strings = "append")
  void t8ADriverKilledBeforeItsCommitChangesNothing(String mode) throws Exception {
    killDriverAt(COMMITTING, mode);
    assertUnchanged();
    assertTrue(Leftovers.of(docs).names().size() >= PARTITIONS);

    LanceDb.connect(docs.database().uri(), Map.of(), Duration.ZERO)
        .openTable(Docs.NAME)
        .removeOrphanFiles(Duration.ZERO);
    assertEquals(List.of(), Leftovers.of(docs).names());
    assertUnchanged();
    writeAgain(mode);
    assertWritten(mode);
  }

  @ParameterizedTest
  @ValueSource(strings = "append")
  void t9ADriverKilledAfterItsCommitIsRunAgainWithTheSameResult(String mode) throws Exception {
    killDriverAt(COMMITTED, mode);
    assertWritten(mode);

    writeAgain(mode);
    assertWritten(mode);
  }

  @Test
  void t9ADriverKilledAfterItsCommitChangesNothingWhenTheWriteHasAnId() throws Exception {
    List<String> id = List.of("txn_app_id=nightly", "txn_version=7");
    signals.stopAt(COMMITTED);
    start(ROWS, "append", "plain", List.of(), id);
    awaitReached(COMMITTED);
    driver.kill();
    cluster.awaitNoExecutors();
    long version = docs.table().version();

    docs.writer(PausedWrite.rows(docs.spark(), ROWS, PARTITIONS).withColumn("text", lit("again")))
        .option("txn_app_id", "nightly")
        .option("txn_version", "7")
        .save();
    assertEquals(version, docs.table().version());
    assertMerged(ROWS);
  }

  private void killDriverAt(String point, String mode) throws Exception {
    signals.stopAt(point);
    submit(mode);
    awaitReached(point);
    driver.kill();
    cluster.awaitNoExecutors();
  }

  private void writeAgain(String mode) {
    docs.writer(PausedWrite.rows(docs.spark(), ROWS, PARTITIONS)).mode(mode).save();
  }

  private void submit(String mode) {
    submit(mode, "plain");
  }

  private void submit(String mode, String source, String... settings) {
    submit(ROWS, mode, source, settings);
  }

  private void submit(long rows, String mode, String source, String... settings) {
    start(rows, mode, source, List.of(settings), List.of());
  }

  private void start(
      long rows, String mode, String source, List<String> settings, List<String> options) {
    List<String> all = new ArrayList<>(List.of("--executor-memory", "1g"));
    List<String> ours =
        List.of(
            "spark.scheduler.minRegisteredResourcesRatio=1.0",
            "spark.locality.wait=0",
            "spark.sql.shuffle.partitions=" + PARTITIONS,
            "spark.sql.adaptive.coalescePartitions.enabled=false");
    for (List<String> some : List.of(ours, settings)) {
      some.forEach(setting -> all.addAll(List.of("--conf", setting)));
    }
    List<String> arguments =
        new ArrayList<>(List.of(signals.folder(), "" + rows, "" + PARTITIONS, mode, source));
    docs.address().forEach((key, value) -> arguments.add(key + "=" + value));
    arguments.addAll(options);
    driver =
        home.with(environment)
            .submit(cluster.master(), all, PausedWrite.class, arguments.toArray(String[]::new));
  }

  private void awaitReached(String point) {
    Poll.within(
        RUN,
        () -> "'%s' is reached\n%s\n%s".formatted(point, driver.output(), home.executorLogs()),
        () -> signals.isReached(point) || !driver.isAlive());
    assertTrue(signals.isReached(point), driver::output);
  }

  private void awaitSuccess() throws Exception {
    assertEquals(0, driver.awaitExit(RUN), () -> driver.output() + "\n" + home.executorLogs());
    cluster.awaitNoExecutors();
  }

  private void assertWritten(String mode) {
    if (mode.equals("append")) {
      assertMerged(ROWS);
    } else {
      assertOverwritten();
    }
  }

  private void assertOverwritten() {
    assertHolds(PausedWrite.rows(docs.spark(), ROWS, PARTITIONS));
  }

  private void assertMerged(long rows) {
    Dataset<Row> old =
        docs.spark().range(-OLD, 0).withColumn("text", lit("old")).select("id", "text");
    assertHolds(PausedWrite.rows(docs.spark(), rows, PARTITIONS).union(old));
  }

  private void assertUnchanged() {
    assertEquals(2 * OLD, docs.read().where("text = 'old'").count());
    assertEquals(2 * OLD, docs.read().count());
  }

  /**
   * @param before the files that there were
   */
  private void assertWholeOrRefused(String message, List<String> before) throws Exception {
    int exit = driver.awaitExit(RUN);
    cluster.awaitNoExecutors();
    if (exit == 0) {
      assertOverwritten();
    } else {
      assertTrue(driver.output().contains(message), driver::output);
      assertUnchanged();
      assertEquals(before, new FileTree(docs.database().folder()).names());
    }
  }

  /** These rows, each once, and no file that no version names. */
  private void assertHolds(Dataset<Row> expected) {
    assertEquals(digest(expected), digest(docs.read()));
    assertEquals(expected.count(), docs.read().select("id").distinct().count());
    assertEquals(List.of(), Leftovers.of(docs).names());
  }

  private static Row digest(Dataset<Row> rows) {
    return rows.agg(expr("count(*)"), expr("sum(id)"), expr("sum(xxhash64(id, text) % 1000000)"))
        .first();
  }

  private static String half(int partition, int stageAttempt, int attempt) {
    return HALF.formatted(partition, stageAttempt, attempt);
  }

  private static String ended(int partition, int stageAttempt, int attempt) {
    return ENDED.formatted(partition, stageAttempt, attempt);
  }
}
