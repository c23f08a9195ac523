package io.sparklancedb.read;

import io.sparklancedb.config.ReadConfig;
import io.sparklancedb.dataset.TableSnapshot;
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

  private final ScanPlan plan;
  private final TableSnapshot table;
  private final List<PushedFilter> filters;
  private final ReadConfig config;
  private final TableSelector selector;
  private final boolean readsPartsOfColumns;

  private Selection selection;
  private List<PushedFilter> runtimeFilters = List.of();

  LanceDbScan(
      ScanPlan plan, TableSelector selector, Selection selection, boolean readsPartsOfColumns) {
    this.plan = plan;
    this.table = selector.table();
    this.filters = selector.filters();
    this.config = selector.config();
    this.selector = selector;
    this.selection = selection;
    this.readsPartsOfColumns = readsPartsOfColumns;
  }

  @Override
  public StructType readSchema() {
    return plan.columns();
  }

  @Override
  public String description() {
    return ScanDescription.of(plan);
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    List<String> unanswered = PushedFilter.sql(selection.unanswered(runtimeFilters));
    List<String> all = PushedFilter.sql(runtimeFilters);
    List<InputPartition> partitions = new ArrayList<>();
    for (Splits.Split split : Splits.of(selection.parts(), rowsOfASplit(), cut())) {
      partitions.add(
          new LanceDbInputPartition(
              split.fragments(),
              split.rows(),
              file(split),
              selector.batchRows(plan, split.parts()),
              selection.useIndex(split.rows()),
              split.rows() instanceof Rows.At ? unanswered : all));
    }
    return partitions.toArray(InputPartition[]::new);
  }

  /** A count of rows tells where a run is as long as nothing drops or orders them. */
  private Splits.Cut cut() {
    boolean plain =
        filters.isEmpty()
            && runtimeFilters.isEmpty()
            && plan.top() == null
            && plan.aggregate() == null
            && plan.leaves() == null;
    return plain ? Splits.Cut.RUNS : Splits.Cut.SLICES;
  }

  private FragmentFile file(Splits.Split split) {
    boolean scanned =
        split.parts().size() > 1 || split.rows() instanceof Rows.At || !runtimeFilters.isEmpty();
    return readsPartsOfColumns && !scanned
        ? FragmentFile.of(split.parts().get(0).fragment()).orElse(null)
        : null;
  }

  private long rowsOfASplit() {
    long cost = selection.parts().stream().mapToLong(FragmentPart::cost).sum();
    double bytes = selector.bytes(plan).likely(selection.fragments());
    return SplitSize.rows(config.splitBytes(), cost, bytes, parallelism());
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

  /** Told here, Spark need not plan the partitions in order to ask each. */
  @Override
  public ColumnarSupportMode columnarSupportMode() {
    return plan.readsRows() ? ColumnarSupportMode.UNSUPPORTED : ColumnarSupportMode.SUPPORTED;
  }

  @Override
  public Statistics estimateStatistics() {
    long rows = Math.min(selection.count(), plan.limit());
    double bytes = selector.bytes(plan).likely(selection.fragments());
    return new ScanStatistics(rows, (long) Math.ceil(rows * bytes), selector.keys(plan));
  }

  /** Columns by which an index can drop fragments. */
  @Override
  public NamedReference[] filterAttributes() {
    return selector.indexedColumns(plan).stream()
        .map(ColumnReference::new)
        .toArray(NamedReference[]::new);
  }

  @Override
  public void filter(Predicate[] predicates) {
    FilterTranslator translator = new FilterTranslator(RowMetadata.beside(table));
    List<PushedFilter> translated = new ArrayList<>();
    for (Predicate predicate : predicates) {
      PushedFilter.of(predicate, translator).ifPresent(translated::add);
    }
    if (!translated.isEmpty()) {
      runtimeFilters = translated;
      selection = selector.select(translated);
    }
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return ScanMetrics.all();
  }

  @Override
  public CustomTaskMetric[] reportDriverMetrics() {
    boolean found = selection.indexes() == Selection.Indexes.FOUND;
    return new CustomTaskMetric[] {
      ScanMetrics.FRAGMENTS_PLANNED.value(selection.parts().size()),
      ScanMetrics.FRAGMENTS_PRUNED.value(selection.pruned()),
      ScanMetrics.ROWS_FOUND.value(found ? selection.matching() : 0)
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LanceDbScan scan
        && plan.equals(scan.plan)
        && filters.equals(scan.filters)
        && config.equals(scan.config);
  }

  @Override
  public int hashCode() {
    return Objects.hash(plan, config);
  }

  @Override
  public String toString() {
    return description();
  }
}
