package io.sparklancedb.read;

import io.sparklancedb.config.ReadConfig;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.filter.FilterTranslator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownOffset;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownTopN;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/**
 * Takes from Spark what can be done inside Lance exactly, and leaves the rest to Spark. Samples are
 * among the rest: Spark's depend on its own random numbers for each partition.
 */
public final class LanceDbScanBuilder
    implements ScanBuilder,
        SupportsPushDownV2Filters,
        SupportsPushDownRequiredColumns,
        SupportsPushDownLimit,
        SupportsPushDownOffset,
        SupportsPushDownTopN,
        SupportsPushDownAggregates {
  private final TableSnapshot table;
  private final ReadConfig config;
  private final StructType known;
  private final boolean pushes;
  private final List<Predicate> pushed = new ArrayList<>();
  private final List<PushedFilter> filters = new ArrayList<>();
  private StructType columns;
  private int limit = ScanPlan.NO_LIMIT;
  private int offset;
  private TopRows top;
  private AggregatePushDown considered;
  private AggregatePushDown aggregate;

  /**
   * @param table the version that is read
   * @param known those of its columns that the plan knows
   */
  public LanceDbScanBuilder(TableSnapshot table, StructType known, ReadConfig config) {
    this.table = table;
    this.config = config;
    this.known = known;
    this.columns = known;
    this.pushes = config.pushDown() == ReadConfig.PushDown.ALL;
  }

  @Override
  public Predicate[] pushPredicates(Predicate[] predicates) {
    if (!pushes) {
      return predicates;
    }
    FilterTranslator translator = new FilterTranslator(MetadataColumns.appendedTo(table));
    List<Predicate> left = new ArrayList<>();
    for (Predicate predicate : predicates) {
      Optional<PushedFilter> filter = PushedFilter.of(predicate, translator);
      filter.ifPresentOrElse(filters::add, () -> left.add(predicate));
      filter.ifPresent(f -> pushed.add(predicate));
    }
    return left.toArray(Predicate[]::new);
  }

  @Override
  public Predicate[] pushedPredicates() {
    return pushed.toArray(Predicate[]::new);
  }

  @Override
  public void pruneColumns(StructType required) {
    columns = required;
  }

  @Override
  public boolean pushLimit(int rows) {
    boolean exact = pushes && aggregate == null;
    if (exact) {
      limit = rows;
    }
    return exact;
  }

  /** Exact without filters alone: then it is known which fragments hold the first rows. */
  @Override
  public boolean pushOffset(int rows) {
    boolean exact =
        pushes
            && aggregate == null
            && filters.isEmpty()
            && top == null
            && limit == ScanPlan.NO_LIMIT;
    if (exact) {
      offset = rows;
    }
    return exact;
  }

  @Override
  public boolean pushTopN(SortOrder[] orders, int rows) {
    if (!pushes || aggregate != null) {
      return false;
    }
    top = TopRows.of(orders, rows, table.schema()).orElse(null);
    return top != null;
  }

  /** Each task returns up to the limit, so Spark limits and sorts once more. */
  @Override
  public boolean isPartiallyPushed() {
    return true;
  }

  @Override
  public boolean supportCompletePushDown(Aggregation aggregation) {
    return aggregate(aggregation).flatMap(AggregatePushDown::answered).isPresent();
  }

  @Override
  public boolean pushAggregation(Aggregation aggregation) {
    aggregate = aggregate(aggregation).orElse(null);
    return aggregate != null;
  }

  /** Spark asks twice about the same aggregation. */
  private Optional<AggregatePushDown> aggregate(Aggregation aggregation) {
    Optional<PushedAggregate> wanted =
        pushes ? PushedAggregate.of(aggregation, table.schema()) : Optional.empty();
    if (considered == null || wanted.filter(considered::isOf).isEmpty()) {
      considered = wanted.map(w -> new AggregatePushDown(pruner(), w)).orElse(null);
    }
    return Optional.ofNullable(considered);
  }

  private FragmentPruner pruner() {
    return new FragmentPruner(table, config, filters);
  }

  @Override
  public Scan build() {
    if (aggregate != null) {
      return aggregate.scan();
    }
    ScanColumns.requireScannable(table.schema(), columns);
    FragmentPruner pruner = pruner();
    PrunedFragments fragments = selected(pruner);
    ScanPlan plan =
        new ScanPlan(
            table.reference(),
            columns,
            ScanColumns.projection(table.schema(), columns).orElse(null),
            structFields().orElse(null),
            PushedFilter.sql(filters),
            PushedFilter.sql(fragments.unanswered(filters)),
            limit,
            offset,
            top,
            null);
    DriverLookup lookup = new DriverLookup(pruner, plan, fragments);
    return lookup.answer().orElseGet(() -> scan(plan, pruner, fragments));
  }

  /** Runs of rows are counted, which a scan that is asked twice cannot do. */
  private Optional<StructFieldProjection> structFields() {
    return pushes && top == null && limit == ScanPlan.NO_LIMIT && offset == 0
        ? StructFieldProjection.of(table.schema(), known, columns)
        : Optional.empty();
  }

  private PrunedFragments selected(FragmentPruner pruner) {
    PrunedFragments fragments = pruner.prune(List.of()).after(offset);
    return filters.isEmpty() && top == null ? fragments.first(limit) : fragments;
  }

  private Scan scan(ScanPlan plan, FragmentPruner pruner, PrunedFragments fragments) {
    boolean readsPartsOfColumns =
        filters.isEmpty()
            && top == null
            && ScanColumns.ofTable(columns).size() == columns.size()
            && NestedColumns.arePruned(known, columns);
    return new LanceDbScan(plan, pruner, fragments, readsPartsOfColumns);
  }
}
