package io.sparklancedb.read;

import io.sparklancedb.arrow.column.BatchRow;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;

/** Reads batches and hands out their rows, in place: a row is valid until the next is asked for. */
final class LanceDbRowReader implements PartitionReader<InternalRow> {
  private final LanceDbColumnarReader batches;
  private BatchRow current;

  LanceDbRowReader(LanceDbColumnarReader batches) {
    this.batches = batches;
  }

  @Override
  public boolean next() throws IOException {
    while (current == null || !current.next()) {
      if (!batches.next()) {
        return false;
      }
      current = current == null ? new BatchRow(batches.get()) : current.of(batches.get());
    }
    return true;
  }

  @Override
  public InternalRow get() {
    return current;
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return batches.currentMetricsValues();
  }

  @Override
  public void close() throws IOException {
    batches.close();
  }
}
