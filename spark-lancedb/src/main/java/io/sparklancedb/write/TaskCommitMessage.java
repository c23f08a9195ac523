package io.sparklancedb.write;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * Carries a {@link TaskResult} to the driver as bytes, because Spark may send messages with Kryo,
 * which cannot make records.
 */
final class TaskCommitMessage implements WriterCommitMessage {
  private static final long serialVersionUID = 1L;

  private final byte[] result;

  TaskCommitMessage(TaskResult result) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(result);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.result = bytes.toByteArray();
  }

  TaskResult result() {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(result))) {
      return (TaskResult) in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
