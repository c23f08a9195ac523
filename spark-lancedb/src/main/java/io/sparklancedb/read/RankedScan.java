package io.sparklancedb.read;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;

/** The rows of a ranking, which one task fetches in its order. */
record RankedScan(RankedPlan plan, RankedRows found, double bytesOfARow)
    implements Batch, SupportsReportStatistics {
  @Override
  public StructType readSchema() {
    return plan.columns();
  }

  @Override
  public String description() {
    return plan.fetch().description() + ", " + found.description();
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    return new InputPartition[] {new Rows(found.rows())};
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new Readers(plan);
  }

  @Override
  public ColumnarSupportMode columnarSupportMode() {
    return ColumnarSupportMode.UNSUPPORTED;
  }

  @Override
  public Statistics estimateStatistics() {
    long rows = found.rows().size();
    return new ScanStatistics(rows, (long) Math.ceil(rows * bytesOfARow), List.of());
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return ScanMetrics.ofSearch();
  }

  @Override
  public CustomTaskMetric[] reportDriverMetrics() {
    return new CustomTaskMetric[] {
      ScanMetrics.ROWS_RANKED.value(found.rows().size()),
      ScanMetrics.ROWS_COMPARED.value(found.compared())
    };
  }

  @Override
  public String toString() {
    return description();
  }

  private record Rows(List<RankedRows.Ranked> ranked) implements InputPartition {}

  private record Readers(RankedPlan plan) implements PartitionReaderFactory {
    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      return new RankedRowReader(plan, ((Rows) partition).ranked());
    }
  }
}
