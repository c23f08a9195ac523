package io.sparklancedb.it;

import io.sparklancedb.arrow.batch.BatchBuilder;
import io.sparklancedb.arrow.batch.BatchSize;
import io.sparklancedb.arrow.batch.BatchStream;
import io.sparklancedb.arrow.batch.NullStructStorage;
import io.sparklancedb.arrow.column.ArrowColumns;
import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.ColumnMapping;
import io.sparklancedb.types.ColumnMatching;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import org.lance.Dataset;
import org.lance.WriteParams;
import org.lance.compaction.CompactionOptions;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/**
 * A table that the connector's own writer fills and its own columns read, without Spark's plans.
 */
record NestedRows(Path folder, StructType type, Schema schema, String fileVersion) {
  private static final BatchSize BATCH = new BatchSize(8_192, 16 << 20);

  /** Adds the rows as fragments of their own. */
  void write(List<InternalRow> rows, NullStructStorage nullStructs) throws Exception {
    ColumnMapping mapping =
        ColumnMapping.of(
            schema, type, Set.of(), ColumnMatching.exactly("table", CaseSensitivity.SENSITIVE));
    try (BufferAllocator allocator = new RootAllocator();
        BatchStream stream = new BatchStream(schema, allocator);
        BatchBuilder batch =
            new BatchBuilder(
                schema, type, mapping, OptionalInt.of(0), nullStructs, BATCH, allocator)) {
      rows.forEach(batch::append);
      stream.put(batch.finish());
      stream.finish();
      Dataset.write()
          .reader(stream)
          .allocator(allocator)
          .uri(folder.toString())
          .mode(WriteParams.WriteMode.APPEND)
          .dataStorageVersion(fileVersion)
          .execute()
          .close();
    }
  }

  List<UnsafeRow> scan(ScanOptions.Builder options, StructType columns) throws Exception {
    options.columns(List.of(columns.fieldNames()));
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = open(allocator);
        LanceScanner scanner = dataset.newScan(options.build());
        ArrowReader reader = scanner.scanBatches()) {
      return copy(reader, columns);
    }
  }

  List<UnsafeRow> take(List<Long> places, StructType columns) throws Exception {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = open(allocator);
        ArrowReader reader = dataset.take(places, List.of(columns.fieldNames()))) {
      return copy(reader, columns);
    }
  }

  /** As any client may do it. */
  void compactWithout(String deleted) {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = open(allocator)) {
      dataset.delete(deleted);
      dataset.compact(
          CompactionOptions.builder()
              .withTargetRowsPerFragment(1 << 20)
              .withMaterializeDeletionsThreshold(0)
              .build());
    }
  }

  private Dataset open(BufferAllocator allocator) {
    return Dataset.open().allocator(allocator).uri(folder.toString()).build();
  }

  private static List<UnsafeRow> copy(ArrowReader reader, StructType columns) throws Exception {
    List<UnsafeRow> rows = new ArrayList<>();
    UnsafeProjection projection = UnsafeProjection.create(columns);
    while (reader.loadNextBatch()) {
      ArrowColumns.batch(reader.getVectorSchemaRoot(), columns)
          .rowIterator()
          .forEachRemaining(row -> rows.add(projection.apply(row).copy()));
    }
    return rows;
  }
}
