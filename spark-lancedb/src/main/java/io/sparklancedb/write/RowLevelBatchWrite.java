package io.sparklancedb.write;

import io.sparklancedb.error.WriteErrors;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.DeltaBatchWrite;
import org.apache.spark.sql.connector.write.DeltaWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** Commits what the tasks of a row-level operation wrote, as one merge. */
final class RowLevelBatchWrite implements DeltaBatchWrite {
  private final WritePlan tasks;
  private final LanceDbBatchWrite merge;

  RowLevelBatchWrite(WritePlan tasks, LanceDbBatchWrite merge) {
    this.tasks = tasks;
    this.merge = merge;
  }

  /**
   * What one task did.
   *
   * @param inserted rows whose key must be new
   */
  static final class Message implements WriterCommitMessage {
    private static final long serialVersionUID = 1L;

    private final WriterCommitMessage written;
    private final long inserted;

    Message(WriterCommitMessage written, long inserted) {
      this.written = written;
      this.inserted = inserted;
    }
  }

  /** Makes writers in the tasks. */
  private record Factory(WritePlan plan) implements DeltaWriterFactory, Serializable {
    @Override
    public RowLevelWriter createWriter(int partition, long taskId) {
      return new RowLevelWriter(plan, new LanceDbDataWriter(plan, partition));
    }
  }

  @Override
  public DeltaWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
    merge.createBatchWriterFactory(info);
    return new Factory(tasks);
  }

  @Override
  public boolean useCommitCoordinator() {
    return merge.useCommitCoordinator();
  }

  @Override
  public void onDataWriterCommit(WriterCommitMessage message) {
    if (message instanceof Message own) {
      merge.onDataWriterCommit(own.written);
    }
  }

  @Override
  public void commit(WriterCommitMessage[] messages) {
    Message[] own =
        Arrays.stream(messages)
            .filter(Objects::nonNull)
            .map(RowLevelBatchWrite::own)
            .toArray(Message[]::new);
    merge.commit(
        Arrays.stream(own).map(message -> message.written).toArray(WriterCommitMessage[]::new),
        Arrays.stream(own).mapToLong(message -> message.inserted).sum());
  }

  private static Message own(WriterCommitMessage message) {
    if (message instanceof Message own) {
      return own;
    }
    throw WriteErrors.loadedTwice();
  }

  @Override
  public void abort(WriterCommitMessage[] messages) {
    merge.abort(messages);
  }

  CustomTaskMetric[] metrics() {
    return merge.metrics();
  }

  @Override
  public String toString() {
    return merge.toString();
  }
}
