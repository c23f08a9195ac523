package io.sparklancedb.write;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * Carries a {@link TaskOutcome} to the driver as bytes, because Spark may send messages with Kryo,
 * which cannot make records.
 */
final class TaskCommitMessage implements WriterCommitMessage {
  private static final long serialVersionUID = 1L;

  private final byte[] outcome;
  private final boolean isRefusal;

  private TaskCommitMessage(byte[] outcome, boolean isRefusal) {
    this.outcome = outcome;
    this.isRefusal = isRefusal;
  }

  static TaskCommitMessage of(TaskOutcome outcome) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(outcome);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TaskCommitMessage(bytes.toByteArray(), outcome instanceof TaskRefusal);
  }

  /** Known without reading the outcome, which costs something. */
  boolean isRefusal() {
    return isRefusal;
  }

  TaskOutcome outcome() {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(outcome))) {
      return (TaskOutcome) in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
