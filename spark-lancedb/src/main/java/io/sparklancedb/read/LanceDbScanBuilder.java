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
  private final PushDownLog log;
  private final List<Predicate> pushed = new ArrayList<>();
  private final List<PushedFilter> filters = new ArrayList<>();
  private StructType columns;
  private int limit = ScanPlan.NO_LIMIT;
  private int offset;
  private Optional<TopRows> top = Optional.empty();
  private Optional<AggregatePushDown> considered = Optional.empty();
  private Optional<AggregatePushDown> aggregate = Optional.empty();

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
    this.log = new PushDownLog(table, config);
  }

  @Override
  public Predicate[] pushPredicates(Predicate[] predicates) {
    FilterTranslator translator = new FilterTranslator(MetadataColumns.appendedTo(table));
    List<Predicate> left = new ArrayList<>();
    for (Predicate predicate : predicates) {
      Optional<PushedFilter> filter =
          pushes ? PushedFilter.of(predicate, translator) : Optional.empty();
      if (filter.isPresent()) {
        filters.add(filter.get());
        pushed.add(predicate);
      } else {
        left.add(predicate);
        log.filter(predicate, translator);
      }
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
    boolean exact = pushes && aggregate.isEmpty() && top.isEmpty();
    if (exact) {
      limit = rows;
    } else {
      log.limit(rows);
    }
    return exact;
  }

  /** Exact only without filters: then it is known which fragments hold the first rows. */
  @Override
  public boolean pushOffset(int rows) {
    boolean exact =
        pushes
            && aggregate.isEmpty()
            && filters.isEmpty()
            && top.isEmpty()
            && limit == ScanPlan.NO_LIMIT;
    if (exact) {
      offset = rows;
    } else {
      log.offset(rows);
    }
    return exact;
  }

  @Override
  public boolean pushTopN(SortOrder[] orders, int rows) {
    boolean areAllRows = aggregate.isEmpty() && limit == ScanPlan.NO_LIMIT && offset == 0;
    if (pushes && areAllRows) {
      top = TopRows.of(orders, rows, table.schema());
    }
    if (top.isEmpty()) {
      log.top(orders, rows, areAllRows);
    }
    return top.isPresent();
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
    aggregate = aggregate(aggregation);
    return aggregate.isPresent();
  }

  /** Spark asks twice about the same aggregation. */
  private Optional<AggregatePushDown> aggregate(Aggregation aggregation) {
    Optional<PushedAggregate> wanted =
        pushes ? PushedAggregate.of(aggregation, table.schema()) : Optional.empty();
    if (wanted.isEmpty()) {
      log.aggregate(aggregation);
      considered = Optional.empty();
    } else if (considered.filter(known -> known.isOf(wanted.get())).isEmpty()) {
      considered = Optional.of(new AggregatePushDown(filtered(), wanted.get()));
    }
    return considered;
  }

  private FilteredTable filtered() {
    return new FilteredTable(table, config, filters);
  }

  @Override
  public Scan build() {
    if (aggregate.isPresent()) {
      return aggregate.get().scan();
    }
    ScanColumns.requireScannable(table.schema(), columns);
    FilteredTable filtered = filtered();
    PrunedFragments fragments = fragments(filtered);
    ScanPlan plan = plan(filtered.source(fragments));
    return new DriverLookup(filtered, plan, fragments)
        .answer()
        .orElseGet(() -> new LanceDbScan(plan, filtered, fragments, access()));
  }

  private PrunedFragments fragments(FilteredTable filtered) {
    PrunedFragments fragments = new FragmentPruner(filtered).prune().after(offset);
    return filters.isEmpty() && top.isEmpty() ? fragments.first(limit) : fragments;
  }

  private ScanPlan plan(ScanSource source) {
    ColumnProjection whole = ScanColumns.projection(table.schema(), columns);
    if (top.isPresent()) {
      return new ScanPlan.Top(source, columns, whole, top.get());
    }
    return structFields()
        .<ScanPlan>map(fields -> new ScanPlan.StructFields(source, columns, fields, whole))
        .orElseGet(() -> new ScanPlan.Rows(source, columns, whole, limit, offset));
  }

  /** Not with a limit or an offset: it counts the rows of one scan, and this takes two scans. */
  private Optional<StructFieldProjection> structFields() {
    return pushes && limit == ScanPlan.NO_LIMIT && offset == 0
        ? StructFieldProjection.of(table.schema(), known, columns)
        : Optional.empty();
  }

  private LanceDbScan.Access access() {
    boolean mayReadFiles =
        filters.isEmpty()
            && top.isEmpty()
            && ScanColumns.ofTable(columns).size() == columns.size()
            && NestedColumns.arePruned(known, columns);
    return mayReadFiles ? LanceDbScan.Access.FILES : LanceDbScan.Access.SCANNER;
  }
}
