package io.sparklancedb.arrow.batch;

import io.sparklancedb.types.ExportSchema;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Carries batches from the thread that builds them to the one that consumes them: two are in
 * flight, one waiting and one being consumed. Made for {@code Data.exportArrayStream}, whose
 * consumer asks for the schema once, before the first batch.
 *
 * <p>The producer ends with {@link #finish} or {@link #fail} in any case: until then the consumer
 * waits. Whoever made the stream closes it, after the consumer has returned.
 */
public final class BatchStream extends ArrowReader {
  private static final int MAX_WAITING = 1;

  private final Schema table;
  private final Queue<VectorSchemaRoot> waiting = new ArrayDeque<>();
  private VectorSchemaRoot current;
  private boolean finished;
  private boolean closed;
  private RuntimeException failure;

  public BatchStream(Schema table, BufferAllocator allocator) {
    super(allocator);
    this.table = table;
  }

  /**
   * Waits for room, then takes the batch over, which is freed in any case.
   *
   * @return false when the consumer has stopped and no more batches are wanted
   */
  public synchronized boolean put(VectorSchemaRoot batch) throws InterruptedException {
    try {
      while (waiting.size() >= MAX_WAITING && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      batch.close();
      throw e;
    }
    if (closed) {
      batch.close();
      return false;
    }
    waiting.add(batch);
    notifyAll();
    return true;
  }

  /** There are no more batches. */
  public synchronized void finish() {
    finished = true;
    notifyAll();
  }

  /** The consumer gets this instead of the next batch, so that it does not take a part for all. */
  public synchronized void fail(RuntimeException cause) {
    failure = cause;
    notifyAll();
  }

  /** In the table's schema before the first batch, then in the one that the vectors have. */
  @Override
  public synchronized VectorSchemaRoot getVectorSchemaRoot() {
    if (current == null) {
      List<Field> storage = StorageFields.of(table);
      List<FieldVector> vectors = storage.stream().map(f -> f.createVector(allocator)).toList();
      current = new VectorSchemaRoot(ExportSchema.of(table), vectors, 0);
    }
    return current;
  }

  @Override
  public synchronized boolean loadNextBatch() {
    free();
    try {
      while (waiting.isEmpty() && !finished && failure == null && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a batch", e);
    }
    if (failure != null) {
      throw failure;
    }
    current = waiting.poll();
    notifyAll();
    return current != null;
  }

  private void free() {
    if (current != null) {
      current.close();
      current = null;
    }
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  /** Frees what was not consumed; whoever waits is let go. */
  @Override
  public synchronized void close() {
    closed = true;
    free();
    waiting.forEach(VectorSchemaRoot::close);
    waiting.clear();
    notifyAll();
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() {
    return table;
  }
}
