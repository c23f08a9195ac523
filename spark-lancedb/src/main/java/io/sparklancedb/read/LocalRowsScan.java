package io.sparklancedb.read;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;

/** An answer that was found when planning: no job runs, and a join can send it to all tasks. */
record LocalRowsScan(String description, StructType readSchema, List<InternalRow> answer)
    implements LocalScan, SupportsReportStatistics {
  LocalRowsScan {
    answer = List.copyOf(answer);
  }

  @Override
  public InternalRow[] rows() {
    return answer.toArray(InternalRow[]::new);
  }

  @Override
  public Statistics estimateStatistics() {
    return new ScanStatistics(
        answer.size(), answer.stream().mapToLong(this::bytes).sum(), List.of());
  }

  private long bytes(InternalRow row) {
    return row instanceof UnsafeRow copy ? copy.getSizeInBytes() : readSchema.defaultSize();
  }

  @Override
  public String toString() {
    return description;
  }
}
