package io.sparklancedb.write;

import io.sparklancedb.error.WriteErrors;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.DeltaBatchWrite;
import org.apache.spark.sql.connector.write.DeltaWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** Commits what the tasks of a row-level operation wrote, as one merge. */
final class LanceDbDeltaBatchWrite implements DeltaBatchWrite {
  private final LanceDbBatchWrite write;

  LanceDbDeltaBatchWrite(LanceDbBatchWrite write) {
    this.write = write;
  }

  /** What one task did; {@code inserted} counts the rows whose key must be new. */
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
  private record Factory(LanceDbDataWriterFactory rows) implements DeltaWriterFactory {
    @Override
    public LanceDbDeltaWriter createWriter(int partition, long taskId) {
      return new LanceDbDeltaWriter(rows.plan(), rows.createWriter(partition, taskId));
    }
  }

  @Override
  public DeltaWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
    return new Factory(write.createBatchWriterFactory(info));
  }

  @Override
  public boolean useCommitCoordinator() {
    return write.useCommitCoordinator();
  }

  @Override
  public void onDataWriterCommit(WriterCommitMessage message) {
    if (message instanceof Message own) {
      write.onDataWriterCommit(own.written);
    }
  }

  @Override
  public void commit(WriterCommitMessage[] messages) {
    Message[] own =
        Arrays.stream(messages)
            .filter(Objects::nonNull)
            .map(LanceDbDeltaBatchWrite::own)
            .toArray(Message[]::new);
    write.commit(
        TaskResults.of(
            Arrays.stream(own).map(message -> message.written).toArray(WriterCommitMessage[]::new)),
        OptionalLong.of(Arrays.stream(own).mapToLong(message -> message.inserted).sum()));
  }

  private static Message own(WriterCommitMessage message) {
    if (message instanceof Message own) {
      return own;
    }
    throw WriteErrors.loadedTwice();
  }

  @Override
  public void abort(WriterCommitMessage[] messages) {
    write.abort(messages);
  }

  CustomTaskMetric[] metrics() {
    return write.metrics();
  }

  @Override
  public String toString() {
    return write.toString();
  }
}
