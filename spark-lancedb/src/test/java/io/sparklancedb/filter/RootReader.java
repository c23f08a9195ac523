package io.sparklancedb.filter;

import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Hands one batch to Lance. Not through ArrowStreamReader: its slices are aligned to 8 bytes, and a
 * decimal that is not aligned to 16 ends the process.
 */
public final class RootReader extends ArrowReader {
  private final VectorSchemaRoot source;
  private boolean handedOver;

  public RootReader(BufferAllocator allocator, VectorSchemaRoot source) {
    super(allocator);
    this.source = source;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    if (handedOver) {
      return false;
    }
    handedOver = true;
    prepareLoadNextBatch();
    try (ArrowRecordBatch batch = new VectorUnloader(source).getRecordBatch()) {
      loadRecordBatch(batch);
    }
    return true;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() {
    return source.getSchema();
  }
}
