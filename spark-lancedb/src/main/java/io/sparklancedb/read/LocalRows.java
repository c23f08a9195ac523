package io.sparklancedb.read;

import io.sparklancedb.arrow.column.BatchRow;
import io.sparklancedb.dataset.TableLoader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/** Reads a small answer on the driver. */
final class LocalRows {
  private static final long MOST_BYTES = 8L << 20;

  private LocalRows() {}

  /**
   * Returns copies of the rows; empty when they are too many, or too large, to be kept in a plan.
   */
  static Optional<List<InternalRow>> fetch(
      ScanPlan plan, List<LanceDbInputPartition> partitions, int mostRows) {
    try {
      return rows(plan, partitions, mostRows);
    } catch (IOException e) {
      throw TableLoader.unreachable(plan.source().table().address(), e);
    }
  }

  private static Optional<List<InternalRow>> rows(
      ScanPlan plan, List<LanceDbInputPartition> partitions, int mostRows) throws IOException {
    UnsafeProjection copy = UnsafeProjection.create(plan.columns());
    List<InternalRow> rows = new ArrayList<>();
    long bytes = 0;
    for (LanceDbInputPartition partition : partitions) {
      try (LanceDbColumnarReader reader = LanceDbColumnarReader.open(plan, partition)) {
        while (reader.next()) {
          BatchRow batch = new BatchRow(reader.get());
          while (batch.next()) {
            UnsafeRow row = copy.apply(batch).copy();
            bytes += row.getSizeInBytes();
            rows.add(row);
            if (rows.size() > mostRows || bytes > MOST_BYTES) {
              return Optional.empty();
            }
          }
        }
      }
    }
    return Optional.of(rows);
  }
}
