package io.sparklancedb.arrow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.arrow.batch.BatchBuilder;
import io.sparklancedb.arrow.batch.BatchSize;
import io.sparklancedb.arrow.batch.BatchStream;
import io.sparklancedb.arrow.batch.NullStructStorage;
import io.sparklancedb.arrow.column.ArrowColumns;
import io.sparklancedb.arrow.column.BatchRow;
import io.sparklancedb.types.ArrowToSpark;
import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.ColumnMapping;
import io.sparklancedb.types.ColumnMatching;
import io.sparklancedb.types.FileFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.lance.Dataset;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/**
 * A real Lance table that rows are written to and read from through this room, in both ways that it
 * has for rows of a batch.
 */
final class LanceTable {
  private final Path path;
  private final Schema schema;
  private final BatchSize size;

  LanceTable(Path path, Schema schema, BatchSize size) {
    this.path = path;
    this.schema = schema;
    this.size = size;
  }

  void write(StructType rowType, List<? extends InternalRow> rows) throws Exception {
    ColumnMapping mapping =
        ColumnMapping.of(
            schema, rowType, Set.of(), ColumnMatching.exactly("table", CaseSensitivity.SENSITIVE));
    try (BufferAllocator allocator = ArrowMemory.newChild("write");
        BatchStream stream = new BatchStream(schema, allocator)) {
      Thread producer = new Thread(() -> produce(rowType, rows, mapping, allocator, stream));
      producer.start();
      String version = FileFormat.needsVersion22(schema) ? "2.2" : "2.1";
      Dataset.write()
          .reader(stream)
          .allocator(allocator)
          .uri(path.toString())
          .dataStorageVersion(version)
          .execute()
          .close();
      producer.join();
    }
  }

  private void produce(
      StructType rowType,
      List<? extends InternalRow> rows,
      ColumnMapping mapping,
      BufferAllocator allocator,
      BatchStream stream) {
    try (BatchBuilder builder =
        new BatchBuilder(
            schema,
            rowType,
            mapping,
            OptionalInt.empty(),
            NullStructStorage.REFUSED,
            size,
            allocator)) {
      for (InternalRow row : rows) {
        builder.append(row);
        if (builder.isFull()) {
          stream.put(builder.finish());
        }
      }
      stream.put(builder.finish());
      stream.finish();
    } catch (RuntimeException e) {
      stream.fail(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  StructType sparkType() {
    try (BufferAllocator allocator = ArrowMemory.newChild("schema");
        Dataset dataset = Dataset.open().allocator(allocator).uri(path.toString()).build()) {
      return ArrowToSpark.toSpark(dataset.getSchema());
    }
  }

  List<UnsafeRow> read() throws Exception {
    return read(Optional.empty());
  }

  /** The rows as Spark would copy them out of the batches. */
  List<UnsafeRow> read(Optional<StructType> pruned) throws Exception {
    StructType type = pruned.orElseGet(this::sparkType);
    // Lance takes minutes to plan a scan that names 2,000 columns, and none to plan one of all.
    ScanOptions.Builder options = new ScanOptions.Builder();
    pruned.ifPresent(columns -> options.columns(List.of(columns.fieldNames())));
    try (BufferAllocator allocator = ArrowMemory.newChild("read");
        Dataset dataset = Dataset.open().allocator(allocator).uri(path.toString()).build();
        LanceScanner scanner = dataset.newScan(options.build());
        ArrowReader reader = scanner.scanBatches()) {
      return copy(reader, type);
    }
  }

  private static List<UnsafeRow> copy(ArrowReader reader, StructType type) throws IOException {
    List<UnsafeRow> rows = new ArrayList<>();
    UnsafeProjection projection = UnsafeProjection.create(type);
    while (reader.loadNextBatch()) {
      ColumnarBatch batch = ArrowColumns.batch(reader.getVectorSchemaRoot(), type);
      List<UnsafeRow> copies = new ArrayList<>();
      batch.rowIterator().forEachRemaining(row -> copies.add(projection.apply(row).copy()));
      assertEquals(copies, copy(new BatchRow(batch), projection));
      rows.addAll(copies);
    }
    return rows;
  }

  private static List<UnsafeRow> copy(BatchRow row, UnsafeProjection projection) {
    List<UnsafeRow> copies = new ArrayList<>();
    while (row.next()) {
      InternalRow kept = row.copy();
      copies.add(projection.apply(row).copy());
      assertEquals(copies.get(copies.size() - 1), projection.apply(kept));
    }
    return copies;
  }
}
