package io.sparklancedb.benchmark;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;

/** Fills one Arrow batch. */
final class ArrowRows {
  private final VectorSchemaRoot batch;
  private final BigIntVector ids;
  private final VarCharVector texts;
  private final IntVector numbers;
  private final TimeStampMicroTZVector times;
  private final FixedSizeListVector embeddings;
  private final Float4Vector floats;
  private int rows;

  ArrowRows(int count, BufferAllocator allocator) {
    batch = VectorSchemaRoot.create(Shape.ARROW, allocator);
    ids = (BigIntVector) batch.getVector(0);
    texts = (VarCharVector) batch.getVector(1);
    numbers = (IntVector) batch.getVector(2);
    times = (TimeStampMicroTZVector) batch.getVector(3);
    embeddings = (FixedSizeListVector) batch.getVector(4);
    floats = (Float4Vector) embeddings.getDataVector();
    ids.allocateNew(count);
    texts.allocateNew((long) count * Shape.TEXT_BYTES, count);
    numbers.allocateNew(count);
    times.allocateNew(count);
    embeddings.setInitialCapacity(count);
    embeddings.allocateNew();
  }

  void add(long id, byte[] text, int number, long micros, float[] vector) {
    ids.set(rows, id);
    texts.set(rows, text);
    numbers.set(rows, number);
    times.set(rows, micros);
    embeddings.setNotNull(rows);
    for (int i = 0; i < vector.length; i++) {
      floats.set(rows * vector.length + i, vector[i]);
    }
    rows++;
  }

  VectorSchemaRoot finish() {
    batch.setRowCount(rows);
    return batch;
  }
}
