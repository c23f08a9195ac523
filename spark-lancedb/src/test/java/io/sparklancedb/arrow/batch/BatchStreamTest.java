package io.sparklancedb.arrow.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.arrow.ArrowMemory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches from one thread to another, through the C interface as Lance takes them. */
final class BatchStreamTest {
  private static final Schema TABLE =
      new Schema(List.of(Field.nullable("n", new ArrowType.Int(32, true))));

  private BufferAllocator allocator;

  @BeforeEach
  void open() {
    allocator = ArrowMemory.newChild("test");
  }

  @AfterEach
  void nothingLeaks() {
    allocator.close();
    assertEquals(0, ArrowMemory.allocatedBytes());
  }

  @Test
  void deliversAllBatchesInOrder() throws Exception {
    try (BatchStream stream = new BatchStream(TABLE, allocator);
        ArrowArrayStream c = ArrowArrayStream.allocateNew(allocator)) {
      Data.exportArrayStream(allocator, stream, c);
      CompletableFuture<Void> producer = CompletableFuture.runAsync(() -> produce(stream, 20));
      try (ArrowReader reader = Data.importArrayStream(allocator, c)) {
        for (int i = 0; i < 20; i++) {
          assertTrue(reader.loadNextBatch());
          assertEquals(i, ((IntVector) reader.getVectorSchemaRoot().getVector(0)).get(0));
        }
        assertFalse(reader.loadNextBatch());
      }
      producer.join();
    }
  }

  @Test
  void tellsTheProducerThatTheConsumerStopped() throws Exception {
    BatchStream stream = new BatchStream(TABLE, allocator);
    CompletableFuture<Integer> taken = CompletableFuture.supplyAsync(() -> produce(stream, 20));
    assertTrue(stream.loadNextBatch());
    stream.close();
    assertTrue(taken.join() < 20);
    assertFalse(stream.loadNextBatch());
    stream.close();
  }

  @Test
  void failsTheConsumerWithTheProducersError() throws Exception {
    RuntimeException cause = new IllegalStateException("the producer's");
    try (BatchStream stream = new BatchStream(TABLE, allocator)) {
      stream.put(batch(1));
      stream.fail(cause);
      assertSame(cause, assertThrows(IllegalStateException.class, stream::loadNextBatch));
    }
  }

  @Test
  void freesWhatIsPutAfterTheEnd() throws Exception {
    BatchStream stream = new BatchStream(TABLE, allocator);
    stream.getVectorSchemaRoot();
    stream.close();
    assertFalse(stream.put(batch(1)));
  }

  /** How many the stream took. */
  private int produce(BatchStream stream, int batches) {
    try {
      for (int i = 0; i < batches; i++) {
        if (!stream.put(batch(i))) {
          return i;
        }
      }
      stream.finish();
      return batches;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private VectorSchemaRoot batch(int number) {
    IntVector vector = new IntVector("n", allocator);
    vector.allocateNew(1);
    vector.set(0, number);
    vector.setValueCount(1);
    return VectorSchemaRoot.of(vector);
  }
}
