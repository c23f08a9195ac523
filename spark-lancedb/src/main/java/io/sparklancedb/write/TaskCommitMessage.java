package io.sparklancedb.write;

import io.sparklancedb.job.SerializedValue;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** Carries a {@link TaskOutcome} to the driver. */
final class TaskCommitMessage implements WriterCommitMessage {
  private static final long serialVersionUID = 1L;

  private final SerializedValue<TaskOutcome> outcome;
  private final boolean isRefusal;
  private final int stage;

  private TaskCommitMessage(SerializedValue<TaskOutcome> outcome, boolean isRefusal, int stage) {
    this.outcome = outcome;
    this.isRefusal = isRefusal;
    this.stage = stage;
  }

  /**
   * @param stage the task's, by Spark's number
   */
  static TaskCommitMessage of(TaskOutcome outcome, int stage) {
    return new TaskCommitMessage(
        SerializedValue.of(outcome), outcome instanceof TaskRefusal, stage);
  }

  int stage() {
    return stage;
  }

  /** Known without reading the outcome, which costs something. */
  boolean isRefusal() {
    return isRefusal;
  }

  TaskOutcome outcome() {
    return outcome.value();
  }
}
