package io.sparklancedb.read;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.colstats.ColumnStatistics;

/**
 * What is known of a scan before it runs.
 *
 * @param rows before filters that no index has answered: an upper bound
 * @param bytes of the columns that are read
 * @param keys columns in which every value occurs once and none is null
 */
record ScanStatistics(long rows, long bytes, List<String> keys) implements Statistics {
  @Override
  public OptionalLong sizeInBytes() {
    return OptionalLong.of(bytes);
  }

  @Override
  public OptionalLong numRows() {
    return OptionalLong.of(rows);
  }

  @Override
  public Map<NamedReference, ColumnStatistics> columnStats() {
    Map<NamedReference, ColumnStatistics> statistics = new HashMap<>();
    keys.forEach(key -> statistics.put(new ColumnReference(key), new OfKey(rows)));
    return statistics;
  }

  private record OfKey(long rows) implements ColumnStatistics {
    @Override
    public OptionalLong distinctCount() {
      return OptionalLong.of(rows);
    }

    @Override
    public OptionalLong nullCount() {
      return OptionalLong.of(0);
    }
  }
}
