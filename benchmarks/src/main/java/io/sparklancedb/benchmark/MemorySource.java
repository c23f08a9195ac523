package io.sparklancedb.benchmark;

import io.sparklancedb.arrow.column.ArrowColumns;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * DataFrames that cost next to nothing: they point at what is in memory already. As {@code rows}
 * they are Spark's binary rows, as {@code batches} the Arrow batches, wrapped as the connector
 * wraps what it reads.
 */
public final class MemorySource implements TableProvider {
  static final String COLUMNAR = "columnar";

  /** Spark makes the source by its class name in the same JVM, so the rows stand here. */
  private static volatile List<BenchmarkData.Part> parts = List.of();

  static void serve(BenchmarkData data) {
    parts = data.parts();
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return Shape.SPARK;
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new MemoryTable(Boolean.parseBoolean(properties.get(COLUMNAR)));
  }

  private record MemoryTable(boolean columnar) implements SupportsRead, ScanBuilder, Scan, Batch {
    @Override
    public String name() {
      return "memory";
    }

    @Override
    @SuppressWarnings("deprecation")
    public StructType schema() {
      return Shape.SPARK;
    }

    @Override
    public Set<TableCapability> capabilities() {
      return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      return this;
    }

    @Override
    public Scan build() {
      return this;
    }

    @Override
    public StructType readSchema() {
      return Shape.SPARK;
    }

    @Override
    public Batch toBatch() {
      return this;
    }

    @Override
    public InputPartition[] planInputPartitions() {
      return IntStream.range(0, parts.size())
          .mapToObj(MemoryPartition::new)
          .toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
      return new MemoryReaders(columnar);
    }
  }

  private record MemoryPartition(int part) implements InputPartition {}

  private record MemoryReaders(boolean columnar) implements PartitionReaderFactory {
    @Override
    public boolean supportColumnarReads(InputPartition partition) {
      return columnar;
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      return new RowReader(parts.get(((MemoryPartition) partition).part()).rows());
    }

    @Override
    public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
      return new BatchReader(parts.get(((MemoryPartition) partition).part()).batches());
    }
  }

  private static final class BatchReader implements PartitionReader<ColumnarBatch> {
    private final Iterator<VectorSchemaRoot> batches;

    private BatchReader(List<VectorSchemaRoot> batches) {
      this.batches = batches.iterator();
    }

    @Override
    public boolean next() {
      return batches.hasNext();
    }

    @Override
    public ColumnarBatch get() {
      return ArrowColumns.batch(batches.next(), Shape.SPARK);
    }

    @Override
    public void close() {}
  }

  private static final class RowReader implements PartitionReader<InternalRow> {
    private final List<RowBlock> blocks;
    private final UnsafeRow row = new UnsafeRow(Shape.SPARK.length());
    private int block;
    private int next;

    private RowReader(List<RowBlock> blocks) {
      this.blocks = blocks;
    }

    @Override
    public boolean next() {
      while (block < blocks.size() && next == blocks.get(block).count()) {
        block++;
        next = 0;
      }
      if (block == blocks.size()) {
        return false;
      }
      blocks.get(block).point(row, next++);
      return true;
    }

    @Override
    public InternalRow get() {
      return row;
    }

    @Override
    public void close() {}
  }
}
