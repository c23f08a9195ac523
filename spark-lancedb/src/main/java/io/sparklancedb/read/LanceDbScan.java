package io.sparklancedb.read;

import io.sparklancedb.filter.FilterTranslator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.connector.read.SupportsRuntimeV2Filtering;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;

/**
 * A scan of one version of a table. Equal scans read the same rows, which lets Spark run one of
 * them for both; what a join filters at run time is compared by Spark itself.
 */
final class LanceDbScan implements Batch, SupportsReportStatistics, SupportsRuntimeV2Filtering {
  private static final String LEAF_PARALLELISM = "spark.sql.leafNodeDefaultParallelism";

  /** Through what fragments are read, where there is a choice. */
  enum Access {
    /** Lance's scanner. */
    SCANNER,
    /** The reader of a fragment's only file: it reads parts of structs inside lists. */
    FILES
  }

  private final ScanPlan plan;
  private final FilteredTable table;
  private final FragmentPruner pruner;
  private final Access access;

  private PrunedFragments fragments;
  private List<PushedFilter> runtimeFilters = List.of();

  LanceDbScan(ScanPlan plan, FilteredTable table, PrunedFragments fragments, Access access) {
    this.plan = plan;
    this.table = table;
    this.pruner = new FragmentPruner(table);
    this.fragments = fragments;
    this.access = access;
  }

  @Override
  public StructType readSchema() {
    return plan.columns();
  }

  @Override
  public String description() {
    return plan.description();
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    List<String> unanswered = PushedFilter.sql(fragments.unanswered(runtimeFilters));
    List<String> all = PushedFilter.sql(runtimeFilters);
    List<InputPartition> partitions = new ArrayList<>();
    for (Splits.Split split : Splits.of(fragments.slices(), rowsOfASplit(), cut())) {
      partitions.add(
          new LanceDbInputPartition(
              split.fragments(),
              split.rows(),
              readPath(split),
              table.batchRows(plan, split.slices()),
              fragments.useIndex(split.rows()),
              split.rows() instanceof RowSelection.RowIds ? unanswered : all));
    }
    return partitions.toArray(InputPartition[]::new);
  }

  /** Rows can be counted off as long as no filter drops some and nothing orders them. */
  private Splits.Cut cut() {
    boolean isPlain =
        plan instanceof ScanPlan.Rows && table.filters().isEmpty() && runtimeFilters.isEmpty();
    return isPlain ? Splits.Cut.LIVE_ROWS : Splits.Cut.POSITIONS;
  }

  private ReadPath readPath(Splits.Split split) {
    boolean mayReadFile =
        access == Access.FILES
            && split.slices().size() == 1
            && !(split.rows() instanceof RowSelection.RowIds)
            && runtimeFilters.isEmpty();
    return mayReadFile ? ReadPath.of(split.slices().get(0).fragment()) : new ReadPath.Scanner();
  }

  private long rowsOfASplit() {
    long cost = fragments.slices().stream().mapToLong(FragmentSlice::cost).sum();
    double bytes = table.sizes(plan).likely(fragments.metadata());
    return SplitSize.rows(table.config().splitBytes(), cost, bytes, parallelism());
  }

  private static int parallelism() {
    String asked = SQLConf.get().getConfString(LEAF_PARALLELISM, null);
    return asked == null
        ? SparkSession.active().sparkContext().defaultParallelism()
        : Integer.parseInt(asked);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new LanceDbPartitionReaderFactory(plan);
  }

  /** Answered here, so that Spark need not plan the partitions to ask each of them. */
  @Override
  public ColumnarSupportMode columnarSupportMode() {
    return plan.readsRows() ? ColumnarSupportMode.UNSUPPORTED : ColumnarSupportMode.SUPPORTED;
  }

  @Override
  public Statistics estimateStatistics() {
    long rows = Math.min(fragments.count(), plan.mostRows());
    double bytes = table.sizes(plan).likely(fragments.metadata());
    return new ScanStatistics(rows, (long) Math.ceil(rows * bytes), table.keys(plan));
  }

  /** Columns by which an index can drop fragments. */
  @Override
  public NamedReference[] filterAttributes() {
    return pruner.indexedColumns(plan).stream()
        .map(ColumnReference::new)
        .toArray(NamedReference[]::new);
  }

  @Override
  public void filter(Predicate[] predicates) {
    FilterTranslator translator = new FilterTranslator(MetadataColumns.appendedTo(table.version()));
    List<PushedFilter> translated = new ArrayList<>();
    for (Predicate predicate : predicates) {
      PushedFilter.of(predicate, translator).ifPresent(translated::add);
    }
    if (!translated.isEmpty()) {
      runtimeFilters = translated;
      fragments = pruner.prune(translated);
    }
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return ScanMetrics.all();
  }

  @Override
  public CustomTaskMetric[] reportDriverMetrics() {
    boolean found = fragments.indexes() == PrunedFragments.Indexes.FOUND;
    return new CustomTaskMetric[] {
      ScanMetrics.FRAGMENTS_PLANNED.value(fragments.slices().size()),
      ScanMetrics.FRAGMENTS_PRUNED.value(fragments.pruned()),
      ScanMetrics.ROWS_FOUND.value(found ? fragments.matching() : 0)
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LanceDbScan scan
        && plan.equals(scan.plan)
        && table.filters().equals(scan.table.filters())
        && table.config().equals(scan.table.config());
  }

  @Override
  public int hashCode() {
    return Objects.hash(plan, table.config());
  }

  @Override
  public String toString() {
    return description();
  }
}
