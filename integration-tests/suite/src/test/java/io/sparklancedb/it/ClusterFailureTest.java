package io.sparklancedb.it;

import static io.sparklancedb.it.app.PausedWrite.COMMITTED;
import static io.sparklancedb.it.app.PausedWrite.COMMITTING;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes die: each point in time is one at which they wait for the test. */
@Tag("faults")
class ClusterFailureTest extends ClusterFailures {
  @Test
  void t1AnAttemptThatFailsAfterHalfItsRowsIsMadeGoodByTheNext() throws Exception {
    signals.failAt(half(0, 0, 0));
    signals.failAt(half(1, 0, 0));
    submit("overwrite");

    write.awaitSuccess();
    assertTrue(signals.isReached(half(1, 0, 1)));
    assertOverwritten();
  }

  @ParameterizedTest
  @ValueSource(strings = {COMMITTING, COMMITTED})
  void t4ASlowTaskAndItsSpeculativeCopyCountOnce(String slowUntil) throws Exception {
    signals.stopAt(half(1, 0, 0));
    signals.stopAt(slowUntil);
    write.with(
        "spark.speculation=true",
        "spark.speculation.interval=50ms",
        "spark.speculation.quantile=0.5",
        "spark.speculation.minTaskRuntime=50ms");
    submit("overwrite");
    write.awaitReached(slowUntil);
    assertTrue(signals.isReached(half(1, 0, 1)), "there was no speculative copy");
    signals.release(half(1, 0, 0));
    write.awaitReached(ended(1, 0, 0));
    signals.release(slowUntil);

    write.awaitSuccess();
    assertOverwritten();
  }

  @ParameterizedTest
  @ValueSource(strings = {"append", "overwrite"})
  void t5AnExecutorKilledWhileItWritesIsReplaced(String mode) throws Exception {
    signals.stopAt(half(0, 0, 0));
    submit(mode);
    write.awaitReached(half(0, 0, 0));
    cluster.killExecutor(signals.processAt(half(0, 0, 0)));

    write.awaitSuccess();
    assertTrue(signals.isReached(half(0, 0, 1)));
    assertWritten(mode);
  }

  @ParameterizedTest
  @ValueSource(strings = "append")
  void t6AnExecutorKilledBetweenTheCommitOfItsTaskAndThatOfTheDriverLosesNothing(String mode)
      throws Exception {
    signals.stopAt(COMMITTING);
    submit(mode);
    write.awaitReached(COMMITTING);
    cluster.killExecutor(cluster.executors().get(0).pid());
    signals.release(COMMITTING);

    write.awaitSuccess();
    assertWritten(mode);
  }

  @Test
  void t7AStageThatIsRunAgainAsAWholeCountsOnce() throws Exception {
    runStageAgain();
    signals.stopAt(COMMITTED);
    signals.release(half(0, 1, 0));
    write.awaitReached(COMMITTED);
    signals.release(half(0, 0, 0));
    write.awaitReached(ended(0, 0, 0));
    signals.release(COMMITTED);

    write.awaitSuccess();
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
    write.awaitReached(ended(0, 0, 0));
    signals.release(half(0, 1, 0));

    assertWholeOrRefused("two of the rows have the primary key 'id'", before);
  }

  /** Until its second attempt has half the rows of partition 0, and the first has so as well. */
  private void runStageAgain() {
    signals.stopAt(half(0, 0, 0));
    signals.stopAt(half(1, 0, 0));
    signals.stopAt(half(0, 1, 0));
    submit("overwrite", "indeterminate");
    write.awaitReached(half(0, 0, 0));
    write.awaitReached(half(1, 0, 0));
    cluster.killExecutor(signals.processAt(half(1, 0, 0)));
    write.awaitReached(half(0, 1, 0));
  }

  /** It can where the executor that is killed had none of the shuffled rows. */
  @Test
  void t7AStageThatCannotBeRunAgainAsAWholeFailsTheJobAndLeavesNothing() throws Exception {
    List<String> before = new FileTree(docs.database().folder()).names();
    signals.stopAt(half(0, 0, 0));
    signals.stopAt(half(1, 0, 0));
    submit("overwrite", "indeterminate");
    write.awaitReached(half(0, 0, 0));
    write.awaitReached(half(1, 0, 0));
    signals.release(half(0, 0, 0));
    write.awaitReached(ended(0, 0, 0));
    cluster.killExecutor(signals.processAt(half(1, 0, 0)));

    assertWholeOrRefused("A shuffle map stage with indeterminate output was failed", before);
  }

  @ParameterizedTest
  @ValueSource(strings = "append")
  void t8ADriverKilledBeforeItsCommitChangesNothing(String mode) throws Exception {
    killDriverAt(COMMITTING, mode);
    assertUnchanged();
    assertTrue(Leftovers.of(docs).names().size() >= EXECUTORS);

    removeOrphanFiles();
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
    write.withOptions("txn_app_id=nightly", "txn_version=7");
    killDriverAt(COMMITTED, "append");
    long version = docs.table().version();

    docs.writer(rows(ROWS).withColumn("text", lit("again")))
        .option("txn_app_id", "nightly")
        .option("txn_version", "7")
        .save();
    assertEquals(version, docs.table().version());
    assertMerged(ROWS);
  }

  private void killDriverAt(String point, String mode) throws Exception {
    signals.stopAt(point);
    submit(mode);
    write.awaitReached(point);
    write.kill();
  }

  private void writeAgain(String mode) {
    docs.writer(rows(ROWS)).mode(mode).save();
  }

  private void submit(String mode) {
    submit(mode, "plain");
  }

  private void submit(String mode, String source) {
    write.submit(ROWS, EXECUTORS, mode, source);
  }

  private void assertWritten(String mode) {
    if (mode.equals("append")) {
      assertMerged(ROWS);
    } else {
      assertOverwritten();
    }
  }

  private void assertOverwritten() {
    assertHolds(rows(ROWS));
  }

  private void assertUnchanged() {
    assertEquals(2 * OLD, docs.read().where("text = 'old'").count());
    assertEquals(2 * OLD, docs.read().count());
  }

  /**
   * @param before the files that there were
   */
  private void assertWholeOrRefused(String message, List<String> before) throws Exception {
    if (write.awaitExit() == 0) {
      assertOverwritten();
    } else {
      assertTrue(write.output().contains(message), write::output);
      assertUnchanged();
      assertEquals(before, new FileTree(docs.database().folder()).names());
    }
  }
}
