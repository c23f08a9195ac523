package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sparklancedb.it.app.PausedWrite;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A write that commits at intervals: two tasks have ended when the two others have half of their
 * rows, and both cores.
 */
@Tag("faults")
class CommitIntervalFailureTest extends ClusterFailures {
  private static final int TASKS = 4;
  private static final long HALF_OF_ROWS = ROWS / 2;

  @BeforeEach
  void stopTasks() {
    write.withOptions("commit_interval=1s").locating("job");
    signals.stopAt(half(2, 0, 0));
    signals.stopAt(half(3, 0, 0));
  }

  @Test
  void aDriverKilledAfterACommitLeavesItsRowsAndTheNextRunGoesOn() throws Exception {
    submit();
    awaitHalfOfTheRows();
    write.kill();

    assertHalfWritten();
    assertFalse(Leftovers.of(docs).names().isEmpty(), "the other tasks have left their files");
    removeOrphanFiles();
    assertHalfWritten();

    docs.writer(PausedWrite.rows(docs.spark(), ROWS, TASKS)).option("commit_interval", "1s").save();
    assertMerged(ROWS);
  }

  @Test
  void anExecutorKilledAfterACommitIsReplacedAndItsRowsStay() throws Exception {
    submit();
    awaitHalfOfTheRows();
    cluster.killExecutor(signals.processAt(half(2, 0, 0)));
    write.awaitReached(half(2, 0, 1));
    signals.release(half(3, 0, 0));

    write.awaitSuccess();
    assertMerged(ROWS);
  }

  @Test
  void theDriverFindsTheKeysWhereSparkServesTheTasksFirst() throws Exception {
    submit();
    awaitHalfOfTheRows();
    assertFalse(signals.isReached(PausedWrite.LOCATING), "a job has looked for the keys");
    signals.release(half(2, 0, 0));
    signals.release(half(3, 0, 0));

    write.awaitSuccess();
    assertMerged(ROWS);
  }

  @Test
  void aJobFindsTheKeysWhereSparkSharesTheCores() throws Exception {
    String fair = "<pool name='default'><schedulingMode>FAIR</schedulingMode></pool>";
    Path pools = Path.of(signals.folder(), "pools.xml");
    Files.writeString(pools, "<allocations>%s</allocations>".formatted(fair));
    write.with("spark.scheduler.mode=FAIR", "spark.scheduler.allocation.file=file://" + pools);
    signals.release(half(3, 0, 0));
    submit();
    write.awaitReached(PausedWrite.LOCATING);
    signals.release(half(2, 0, 0));

    write.awaitSuccess();
    assertMerged(ROWS);
  }

  private void submit() {
    write.submit(ROWS, TASKS, "append", "plain");
  }

  private void awaitHalfOfTheRows() {
    write.awaitReached(half(2, 0, 0));
    write.awaitReached(half(3, 0, 0));
    write.await("half is committed", () -> docs.table().count() == OLD + HALF_OF_ROWS);
  }

  private void assertHalfWritten() {
    assertEquals(OLD + HALF_OF_ROWS, docs.read().count());
    assertEquals(HALF_OF_ROWS, docs.read().where("id >= 0 and text <> 'old'").count());
  }
}
