package io.sparklancedb.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The rows of the benchmark, made beforehand in both forms: Arrow batches for Lance, and Spark's
 * binary rows. They are random, so that no encoding makes them small, and the same in every run.
 */
final class BenchmarkData implements AutoCloseable {
  static final int BATCH_ROWS = 8_192;

  private static final long FIRST_MICROS = 1_700_000_000_000_000L;

  /** What one task, or one thread, writes. */
  record Part(List<VectorSchemaRoot> batches, List<RowBlock> rows) {}

  private final List<Part> parts = new ArrayList<>();
  private final long rows;

  BenchmarkData(long rows, int partCount, BufferAllocator allocator) {
    this.rows = rows;
    for (int part = 0; part < partCount; part++) {
      long from = rows * part / partCount;
      long to = rows * (part + 1) / partCount;
      Part made = new Part(new ArrayList<>(), new ArrayList<>());
      for (long id = from; id < to; id += BATCH_ROWS) {
        add(made, id, (int) Math.min(BATCH_ROWS, to - id), allocator);
      }
      parts.add(made);
    }
  }

  private static void add(Part part, long firstId, int count, BufferAllocator allocator) {
    ArrowRows arrow = new ArrowRows(count, allocator);
    SparkRows spark = new SparkRows(count);
    byte[] text = new byte[Shape.TEXT_BYTES];
    float[] vector = new float[Shape.DIMENSION];
    for (int i = 0; i < count; i++) {
      long id = firstId + i;
      SplittableRandom random = new SplittableRandom(id);
      for (int j = 0; j < text.length; j++) {
        text[j] = (byte) random.nextInt('a', 'z' + 1);
      }
      int number = random.nextInt();
      long micros = FIRST_MICROS + random.nextLong(1L << 50);
      for (int j = 0; j < vector.length; j++) {
        vector[j] = (float) random.nextDouble(-1, 1);
      }
      arrow.add(id, text, number, micros, vector);
      spark.add(id, text, number, micros, vector);
    }
    part.batches().add(arrow.finish());
    part.rows().add(spark.finish());
  }

  List<Part> parts() {
    return parts;
  }

  long rows() {
    return rows;
  }

  long arrowBytes() {
    return parts.stream()
        .flatMap(part -> part.batches().stream())
        .flatMap(batch -> batch.getFieldVectors().stream())
        .mapToLong(FieldVector::getBufferSize)
        .sum();
  }

  @Override
  public void close() {
    parts.forEach(part -> part.batches().forEach(VectorSchemaRoot::close));
  }
}
