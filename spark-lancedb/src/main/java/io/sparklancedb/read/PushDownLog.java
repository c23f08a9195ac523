package io.sparklancedb.read;

import io.sparklancedb.config.ReadConfig;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.filter.ExpressionText;
import io.sparklancedb.filter.FilterTranslator;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says at DEBUG what of one query Lance is not asked to do, and why. No values are told. */
final class PushDownLog {
  private static final Logger LOG = LoggerFactory.getLogger(PushDownLog.class);

  private final TableSnapshot table;
  private final ReadConfig config;
  private String aggregate = "";

  PushDownLog(TableSnapshot table, ReadConfig config) {
    this.table = table;
    this.config = config;
  }

  void filter(Predicate predicate, FilterTranslator translator) {
    left(
        "filter " + ExpressionText.of(predicate),
        () -> PushedFilter.refusal(predicate, translator));
  }

  /** Spark asks up to twice about the same aggregation. */
  void aggregate(Aggregation aggregation) {
    String text =
        texts(aggregation.aggregateExpressions()) + texts(aggregation.groupByExpressions());
    if (!aggregate.equals(text)) {
      aggregate = text;
      left("aggregate " + text, () -> PushedAggregate.refusal(aggregation, table.schema()));
    }
  }

  /**
   * @param areAllRows whether the rows are neither grouped nor limited before
   */
  void top(SortOrder[] orders, int rows, boolean areAllRows) {
    Expression[] keys = Arrays.stream(orders).map(SortOrder::expression).toArray(Expression[]::new);
    left(
        "top " + rows + " by " + texts(keys),
        () ->
            areAllRows
                ? TopRows.refusal(orders, rows, table.schema())
                : "groups and limited rows are ordered by Spark");
  }

  void limit(int rows) {
    left("limit " + rows, () -> "groups and ordered rows are limited by Spark");
  }

  void offset(int rows) {
    left(
        "offset " + rows,
        () ->
            "Lance skips rows only where they are neither filtered, ordered, limited nor grouped");
  }

  private void left(String what, Supplier<String> reason) {
    if (LOG.isDebugEnabled()) {
      boolean isOff = config.pushDown() == ReadConfig.PushDown.NONE;
      LOG.debug(
          "Not pushed down to table {}: {}. Reason: {}.",
          table.reference().address(),
          what,
          isOff ? "the option 'push_down' is 'none'" : reason.get());
    }
  }

  private static String texts(Expression[] expressions) {
    return Stream.of(expressions)
        .map(ExpressionText::of)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
