package io.sparklancedb.read;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.arrow.vector.ipc.ArrowReader;

/** The batches of a task, and all that must be closed after them, the last opened first. */
final class BatchSource implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private ArrowReader batches;

  /** Takes the resource over. */
  <T extends AutoCloseable> T own(T resource) {
    opened.push(resource);
    return resource;
  }

  void read(ArrowReader reader) {
    batches = own(reader);
  }

  ArrowReader batches() {
    return batches;
  }

  @Override
  public void close() throws Exception {
    Exception failure = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
