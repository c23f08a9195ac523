package io.sparklancedb.write;

import io.sparklancedb.job.SerializedValue;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** Carries a {@link TaskOutcome} to the driver. */
final class TaskCommitMessage implements WriterCommitMessage {
  private static final long serialVersionUID = 1L;

  private final SerializedValue<TaskOutcome> outcome;
  private final boolean isRefusal;

  private TaskCommitMessage(SerializedValue<TaskOutcome> outcome, boolean isRefusal) {
    this.outcome = outcome;
    this.isRefusal = isRefusal;
  }

  static TaskCommitMessage of(TaskOutcome outcome) {
    return new TaskCommitMessage(SerializedValue.of(outcome), outcome instanceof TaskRefusal);
  }

  /** Known without reading the outcome, which costs something. */
  boolean isRefusal() {
    return isRefusal;
  }

  TaskOutcome outcome() {
    return outcome.value();
  }
}
