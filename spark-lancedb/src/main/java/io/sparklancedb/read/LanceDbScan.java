package io.sparklancedb.read;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;

/**
 * A scan of one version of a table. Equal scans read the same rows, which lets Spark run one of
 * them for both.
 */
record LanceDbScan(ScanPlan plan, List<FragmentMetadata> fragments, boolean readsPartsOfColumns)
    implements Scan, Batch, SupportsReportStatistics {
  LanceDbScan {
    fragments = List.copyOf(fragments);
  }

  @Override
  public StructType readSchema() {
    return plan.columns();
  }

  @Override
  public String description() {
    StringBuilder text =
        new StringBuilder("lancedb ")
            .append(plan.table().address())
            .append(" version ")
            .append(plan.table().version());
    if (!plan.filters().isEmpty()) {
      text.append(", filters ").append(plan.filters());
    }
    if (plan.hasLimit()) {
      text.append(", limit ").append(plan.limit());
    }
    return text.toString();
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    int parallelism = SparkSession.active().sparkContext().defaultParallelism();
    Stream<LanceDbInputPartition> splits = Splits.of(fragments, parallelism).stream();
    return (readsPartsOfColumns ? splits.map(this::withFile) : splits)
        .toArray(InputPartition[]::new);
  }

  private LanceDbInputPartition withFile(LanceDbInputPartition split) {
    return split.fragments().size() > 1
        ? split
        : fragments.stream()
            .filter(fragment -> fragment.getId() == split.fragments().get(0))
            .findFirst()
            .flatMap(FragmentFile::of)
            .map(split::with)
            .orElse(split);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new LanceDbPartitionReaderFactory(plan);
  }

  /** Rows before filters, and the bytes of all columns: an upper bound of both. */
  @Override
  public Statistics estimateStatistics() {
    long rows = fragments.stream().mapToLong(FragmentMetadata::getNumRows).sum();
    long bytes =
        fragments.stream().flatMap(f -> f.getFiles().stream()).mapToLong(LanceDbScan::bytes).sum();
    return new Statistics() {
      @Override
      public OptionalLong sizeInBytes() {
        return OptionalLong.of(bytes);
      }

      @Override
      public OptionalLong numRows() {
        return OptionalLong.of(rows);
      }
    };
  }

  private static long bytes(DataFile file) {
    return file.getFileSizeBytes() == null ? 0 : file.getFileSizeBytes();
  }

  @Override
  public String toString() {
    return description();
  }
}
