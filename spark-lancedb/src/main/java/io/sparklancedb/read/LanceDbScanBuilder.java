package io.sparklancedb.read;

import io.sparklancedb.config.ReadConfig;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.filter.FilterTranslator;
import io.sparklancedb.types.ArrowToSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/** Takes from Spark what can be done inside Lance exactly, and leaves the rest to Spark. */
public final class LanceDbScanBuilder
    implements ScanBuilder,
        SupportsPushDownV2Filters,
        SupportsPushDownRequiredColumns,
        SupportsPushDownLimit,
        SupportsPushDownAggregates {
  private final TableSnapshot table;
  private final ReadConfig config;
  private final FilterTranslator translator;
  private final List<Predicate> pushed = new ArrayList<>();
  private final List<String> filters = new ArrayList<>();
  private StructType columns;
  private int limit = ScanPlan.NO_LIMIT;
  private boolean countOnly;

  public LanceDbScanBuilder(TableSnapshot table, ReadConfig config) {
    this.table = table;
    this.config = config;
    this.translator = new FilterTranslator(RowMetadata.beside(table.schema()));
    this.columns = ArrowToSpark.toSpark(table.schema());
  }

  @Override
  public Predicate[] pushPredicates(Predicate[] predicates) {
    List<Predicate> left = new ArrayList<>();
    for (Predicate predicate : predicates) {
      Optional<String> sql =
          PrintablePredicates.contain(predicate)
              ? translator.translate(predicate)
              : Optional.empty();
      sql.ifPresentOrElse(filters::add, () -> left.add(predicate));
      sql.ifPresent(s -> pushed.add(predicate));
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
    limit = rows;
    return true;
  }

  /** Each task returns up to the limit, so Spark limits once more. */
  @Override
  public boolean isPartiallyPushed() {
    return true;
  }

  @Override
  public boolean pushAggregation(Aggregation aggregation) {
    AggregateFunc[] functions = aggregation.aggregateExpressions();
    countOnly =
        filters.isEmpty()
            && aggregation.groupByExpressions().length == 0
            && functions.length == 1
            && functions[0] instanceof CountStar;
    return countOnly;
  }

  @Override
  public boolean supportCompletePushDown(Aggregation aggregation) {
    return pushAggregation(aggregation);
  }

  @Override
  public Scan build() {
    if (countOnly) {
      return new RowCountScan(table.reference().address().uri(), table.rows());
    }
    ScanColumns.requireScannable(table.schema(), columns);
    ScanPlan plan =
        new ScanPlan(
            table.reference(),
            columns,
            ScanColumns.projection(table.schema(), columns).orElse(null),
            filters,
            limit,
            config.batchRows());
    boolean readsPartsOfColumns =
        filters.isEmpty()
            && ScanColumns.ofTable(columns).size() == columns.size()
            && NestedColumns.arePruned(ArrowToSpark.toSpark(table.schema()), columns);
    return new LanceDbScan(plan, table.fragments(), readsPartsOfColumns);
  }
}
