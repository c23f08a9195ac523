package io.sparklancedb.write;

import io.sparklancedb.error.LanceDbException;
import java.time.Duration;
import org.apache.spark.TaskContext;

/**
 * A row that the table cannot hold, in any attempt. It is the result of the task and not its
 * failure: Spark would repeat a failed task, and hide the reason in a long message. The driver
 * throws the reason when it is asked to commit. Spark asks after all tasks have ended, so neither
 * the task nor the driver waits longer than {@link #PATIENCE}.
 */
final class RefusedRow extends RuntimeException {
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final long serialVersionUID = 1L;

  private final long noticedNanos = System.nanoTime();

  RefusedRow(LanceDbException reason) {
    super(reason);
  }

  LanceDbException reason() {
    return (LanceDbException) getCause();
  }

  /**
   * Passes over another row of the task.
   *
   * @throws LanceDbException the reason, when there are too many of them to hear it from the driver
   */
  void passOver() {
    if (System.nanoTime() - noticedNanos > PATIENCE.toNanos()) {
      throw reason();
    }
  }

  TaskCommitMessage message() {
    return TaskCommitMessage.of(new TaskRefusal(reason()), TaskContext.get().stageId());
  }
}
