package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.it.app.LookWatch;
import io.sparklancedb.it.app.PausedWrite;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Executors die while they look for the keys that were written. */
@Tag("faults")
class LocatingFailureTest extends ClusterFailures {
  private static final long MANY = 3 * ROWS;

  @Test
  void anExecutorKilledWhileAJobLooksForTheKeysIsReplaced() throws Exception {
    submit("job");
    write.awaitReached(LookWatch.IN_JOB);
    cluster.killExecutor(signals.processAt(LookWatch.IN_JOB));

    write.awaitSuccess();
    assertFalse(isRepeated("half-%d.0.1"), "the write had not ended");
    assertTrue(isRepeated("ended-%d.0.1"), "no task of the job was lost");
    assertMerged(MANY);
  }

  @Test
  void anExecutorKilledWhileItsTaskLooksForItsKeysIsReplaced() throws Exception {
    docs.table().index(Docs.KEY, "keys");
    submit("task");
    write.awaitReached(LookWatch.IN_TASK);
    cluster.killExecutor(signals.processAt(LookWatch.IN_TASK));

    write.awaitSuccess();
    assertTrue(isRepeated("half-%d.0.1"), "no task was lost");
    assertFalse(signals.isReached(PausedWrite.LOCATING));
    assertMerged(MANY);
  }

  private void submit(String way) {
    write.locating(way).with("spark.serializer=org.apache.spark.serializer.KryoSerializer");
    write.submit(MANY, EXECUTORS, "append", "plain");
  }

  private boolean isRepeated(String point) {
    return IntStream.range(0, EXECUTORS).mapToObj(point::formatted).anyMatch(signals::isReached);
  }
}
