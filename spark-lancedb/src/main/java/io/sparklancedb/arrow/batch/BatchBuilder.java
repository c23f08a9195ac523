package io.sparklancedb.arrow.batch;

import io.sparklancedb.types.ColumnMapping;
import io.sparklancedb.types.NullStructs;
import java.util.List;
import java.util.OptionalInt;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** Turns rows into batches of a table's columns. For one thread. */
public final class BatchBuilder implements AutoCloseable {
  private static final int FIRST_ROWS = 1024;

  private final List<Field> fields;
  private final Schema storage;
  private final StructType rowType;
  private final ColumnMapping mapping;
  private final BatchSize size;
  private final BufferAllocator allocator;
  private final RowContext row;
  private VectorSchemaRoot batch;
  private FieldWriters writers;
  private List<Capacity> capacities = List.of();
  private int rows;

  /**
   * @param mapping of {@code rowType} to {@code table}, which has found the types assignable
   * @param keyOrdinal where a row has its key, which messages name it by; none for a keyless table
   * @param allocator stays the caller's, and outlives this and all batches
   */
  public BatchBuilder(
      Schema table,
      StructType rowType,
      ColumnMapping mapping,
      OptionalInt keyOrdinal,
      NullStructStorage nullStructs,
      BatchSize size,
      BufferAllocator allocator) {
    this.fields = table.getFields();
    this.storage = new Schema(StorageFields.of(table));
    this.rowType = rowType;
    this.mapping = mapping;
    this.size = size;
    this.allocator = allocator;
    this.row =
        new RowContext(
            RowKey.of(table, rowType, mapping, keyOrdinal),
            NullStructs.paths(table.getFields()),
            nullStructs);
  }

  /**
   * The row may be reused afterwards. When this throws, the batch is good for nothing but close.
   */
  public void append(InternalRow next) {
    if (batch == null) {
      start();
    }
    row.start(next);
    writers.write(next, rows);
    rows++;
  }

  public int rows() {
    return rows;
  }

  /** The bytes of the values so far. */
  public long bytes() {
    return row.bytes();
  }

  /** Ask after each row: what a batch may hold beyond this is one row. */
  public boolean isFull() {
    return rows >= size.maxRows() || row.bytes() >= size.maxBytes();
  }

  /**
   * Hands over the rows so far, which may be none; the caller closes them. 16-bit floats stand in
   * it as 16-bit integers: {@link BatchStream} gives them their own type.
   */
  public VectorSchemaRoot finish() {
    if (batch == null) {
      start();
    }
    VectorSchemaRoot finished = batch;
    batch = null;
    finished.setRowCount(rows);
    capacities = finished.getFieldVectors().stream().map(Capacity::of).toList();
    rows = 0;
    row.startBatch();
    return finished;
  }

  private void start() {
    batch = VectorSchemaRoot.create(storage, allocator);
    allocate(batch.getFieldVectors());
    writers = new WriterFactory(row).fields("", fields, batch.getFieldVectors(), rowType, mapping);
  }

  private void allocate(List<FieldVector> vectors) {
    for (int i = 0; i < vectors.size(); i++) {
      if (capacities.isEmpty()) {
        vectors.get(i).setInitialCapacity(Math.min(size.maxRows(), FIRST_ROWS));
        vectors.get(i).allocateNew();
      } else {
        capacities.get(i).allocate(vectors.get(i));
      }
    }
  }

  /** Frees the rows that were not handed over. */
  @Override
  public void close() {
    if (batch != null) {
      batch.close();
      batch = null;
    }
  }
}
