package io.sparklancedb.write;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * The stage of a write, on the driver. When a task has refused a row the others write in vain: they
 * may end, so that the driver can say why in its own words, and are stopped when they take long.
 */
final class RefusedStage {
  private final AtomicBoolean isRefused = new AtomicBoolean();
  private volatile boolean ended;

  /** A task has ended. */
  void hear(WriterCommitMessage message) {
    if (message instanceof TaskCommitMessage own && own.isRefusal() && !isRefused.getAndSet(true)) {
      TaskRefusal refusal = (TaskRefusal) own.outcome();
      CompletableFuture.delayedExecutor(RefusedRow.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> stop(refusal));
    }
  }

  /** All tasks have ended, one way or the other. */
  void end() {
    ended = true;
  }

  private void stop(TaskRefusal refusal) {
    if (!ended) {
      SparkContext.getOrCreate().cancelStage(refusal.stage(), refusal.reason().getMessage());
    }
  }
}
