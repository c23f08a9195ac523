package io.sparklancedb.read;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.arrow.column.ArrowColumns;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.filter.OrderedValue;
import io.sparklancedb.filter.Zone;
import io.sparklancedb.index.ZoneMap;
import io.sparklancedb.types.ArrowToSpark;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.lance.file.LanceFileReader;

/** Reads the file of a zone map: a row for each zone. */
record ZoneMapFile(TableAddress table, ZoneMap zoneMap) {
  /** Reading more takes longer than the tasks that it could spare. */
  private static final long MOST_ZONES = 1_000_000;

  private static final int BATCH_ZONES = 4_096;
  private static final List<String> COLUMNS =
      List.of("min", "max", "null_count", "nan_count", "fragment_id", "zone_start", "zone_length");

  /** Is told of each zone. */
  interface Visitor {
    /** Texts of the zone are gone when this returns. */
    void zone(int fragment, RowSpan rows, Zone zone);
  }

  /** Visits the zones of fragments that the zone map covers; none when there are too many. */
  void read(Visitor visitor) throws Exception {
    try (BufferAllocator allocator = ArrowMemory.newChild("lancedb zone map");
        LanceFileReader file =
            LanceFileReader.open(zoneMap.file(table), table.storage().values(), allocator)) {
      if (file.numRows() <= MOST_ZONES) {
        read(file, visitor);
      }
    }
  }

  private void read(LanceFileReader file, Visitor visitor) throws IOException {
    try (ArrowReader batches = file.readAll(COLUMNS, null, BATCH_ZONES)) {
      while (batches.loadNextBatch()) {
        visit(batches.getVectorSchemaRoot(), visitor);
      }
    }
  }

  private void visit(VectorSchemaRoot zones, Visitor visitor) {
    StructType columns = ArrowToSpark.toSpark(zones.getSchema());
    DataType type = columns.apply("min").dataType();
    ColumnarBatch bounds = ArrowColumns.batch(zones, columns);
    UInt4Vector nulls = (UInt4Vector) zones.getVector("null_count");
    UInt4Vector nans = (UInt4Vector) zones.getVector("nan_count");
    UInt8Vector fragments = (UInt8Vector) zones.getVector("fragment_id");
    UInt8Vector starts = (UInt8Vector) zones.getVector("zone_start");
    UInt8Vector lengths = (UInt8Vector) zones.getVector("zone_length");
    for (int i = 0; i < zones.getRowCount(); i++) {
      int fragment = (int) fragments.get(i);
      if (!zoneMap.fragments().contains(fragment)) {
        continue;
      }
      InternalRow row = bounds.getRow(i);
      long length = lengths.get(i);
      long nullCount = Integer.toUnsignedLong(nulls.get(i));
      // A NaN with a sign is the smallest value for Lance, and the greatest for Spark.
      Optional<OrderedValue> min = bound(row, 0, type).filter(value -> !value.isNaN());
      Optional<OrderedValue> max = nans.get(i) > 0 ? Optional.empty() : bound(row, 1, type);
      visitor.zone(
          fragment,
          new RowSpan(starts.get(i), starts.get(i) + length),
          new Zone(min, max, nullCount > 0, nullCount < length));
    }
  }

  private static Optional<OrderedValue> bound(InternalRow row, int ordinal, DataType type) {
    return row.isNullAt(ordinal) ? Optional.empty() : OrderedValue.of(row.get(ordinal, type), type);
  }
}
