package io.sparklancedb.write;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * The stage of a write, on the driver. When a task has refused a row, or a part of the write cannot
 * be committed, the others write in vain: they may end, so that the driver can say why in its own
 * words, and are stopped when they take long.
 */
final class RefusedStage {
  private final AtomicBoolean isRefused = new AtomicBoolean();
  private volatile boolean ended;

  /** A task has ended. */
  void hear(WriterCommitMessage message) {
    if (message instanceof TaskCommitMessage own && own.isRefusal() && !isRefused.getAndSet(true)) {
      stopLater(own.stage(), ((TaskRefusal) own.outcome()).reason().getMessage());
    }
  }

  /** The write of a task that has ended cannot be committed. */
  void refuse(TaskCommitMessage message, String reason) {
    if (!isRefused.getAndSet(true)) {
      stopLater(message.stage(), reason);
    }
  }

  private void stopLater(int stage, String reason) {
    CompletableFuture.delayedExecutor(RefusedRow.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> stop(stage, reason));
  }

  /** All tasks have ended, one way or the other. */
  void end() {
    ended = true;
  }

  private void stop(int stage, String reason) {
    if (!ended) {
      SparkContext.getOrCreate().cancelStage(stage, reason);
    }
  }
}
