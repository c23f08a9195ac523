package io.sparklancedb.benchmark;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Hands out batches that are there already, without copying or freeing them. */
final class Batches extends ArrowReader {
  private final List<VectorSchemaRoot> batches;
  private int next;

  Batches(List<VectorSchemaRoot> batches, BufferAllocator allocator) {
    super(allocator);
    this.batches = batches;
  }

  @Override
  public VectorSchemaRoot getVectorSchemaRoot() {
    return batches.get(Math.max(0, next - 1));
  }

  @Override
  public boolean loadNextBatch() {
    return next++ < batches.size();
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  public void close() {}

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() {
    return Shape.ARROW;
  }
}
