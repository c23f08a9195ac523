package io.sparklancedb.read;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.arrow.column.ArrowColumns;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.filter.OrderedValue;
import io.sparklancedb.filter.Zone;
import io.sparklancedb.layout.ZoneMap;
import io.sparklancedb.layout.ZoneMapFile;
import io.sparklancedb.types.ArrowToSpark;
import java.io.IOException;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Reads the zones of a zone map with their bounds as Spark's values. */
record ZoneMapReader(TableAddress table, ZoneMap zoneMap) {
  /** Reading more takes longer than the tasks that it could spare. */
  private static final long MOST_ZONES = 1_000_000;

  /** Is told of each zone. */
  interface Visitor {
    /** Texts of the zone are gone when this returns. */
    void zone(int fragment, RowSpan rows, Zone zone);
  }

  /** Visits the zones of fragments that the zone map covers; none when there are too many. */
  void read(Visitor visitor) throws IOException {
    try (BufferAllocator allocator = ArrowMemory.newChild("lancedb zone map")) {
      new ZoneMapFile(table, zoneMap).read(allocator, MOST_ZONES, zones -> visit(zones, visitor));
    }
  }

  private void visit(ZoneMapFile.Zones zones, Visitor visitor) {
    StructType columns = ArrowToSpark.toSpark(zones.columns().getSchema());
    int min = columns.fieldIndex(zones.min());
    int max = columns.fieldIndex(zones.max());
    DataType type = columns.fields()[min].dataType();
    ColumnarBatch bounds = ArrowColumns.batch(zones.columns(), columns);
    for (int i = 0; i < zones.columns().getRowCount(); i++) {
      if (!zoneMap.fragments().contains(zones.fragment(i))) {
        continue;
      }
      InternalRow row = bounds.getRow(i);
      // A NaN with a sign is the smallest value for Lance, and the greatest for Spark.
      Optional<OrderedValue> least = bound(row, min, type).filter(value -> !value.isNaN());
      Optional<OrderedValue> most = zones.nans(i) > 0 ? Optional.empty() : bound(row, max, type);
      visitor.zone(
          zones.fragment(i),
          new RowSpan(zones.start(i), zones.start(i) + zones.length(i)),
          new Zone(least, most, zones.nulls(i) > 0, zones.nulls(i) < zones.length(i)));
    }
  }

  private static Optional<OrderedValue> bound(InternalRow row, int ordinal, DataType type) {
    return row.isNullAt(ordinal) ? Optional.empty() : OrderedValue.of(row.get(ordinal, type), type);
  }
}
