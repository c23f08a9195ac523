package io.sparklancedb.commit;

import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.file.LanceFileReader;

/** A file of written keys that is open, with its first batch in memory. */
final class KeyFile implements AutoCloseable {
  static final int BATCH_ROWS = 32_768;

  private final LanceFileReader file;
  private final ArrowReader batches;
  private boolean hasBatch;

  private KeyFile(LanceFileReader file, ArrowReader batches) throws Exception {
    this.file = file;
    this.batches = batches;
    this.hasBatch = batches.loadNextBatch();
  }

  static KeyFile open(
      String uri, Map<String, String> storage, List<String> columns, BufferAllocator allocator)
      throws Exception {
    LanceFileReader file = LanceFileReader.open(uri, storage, allocator);
    try {
      ArrowReader batches = file.readAll(columns, null, BATCH_ROWS);
      try {
        return new KeyFile(file, batches);
      } catch (Exception e) {
        batches.close();
        throw e;
      }
    } catch (Exception e) {
      file.close();
      throw e;
    }
  }

  boolean hasBatch() {
    return hasBatch;
  }

  VectorSchemaRoot batch() throws Exception {
    return batches.getVectorSchemaRoot();
  }

  void next() throws Exception {
    hasBatch = batches.loadNextBatch();
  }

  @Override
  public void close() throws Exception {
    try (file) {
      batches.close();
    }
  }
}
