package io.sparklancedb.read;

import io.sparklancedb.types.ArrowToSpark;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.Avg;
import org.apache.spark.sql.connector.expressions.aggregate.Count;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.aggregate.Max;
import org.apache.spark.sql.connector.expressions.aggregate.Min;
import org.apache.spark.sql.connector.expressions.aggregate.Sum;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * An aggregation that Lance evaluates exactly as Spark does. Sums are only of integers that cannot
 * overflow a long: what Spark does then depends on its mode and on the order of the rows.
 * Floating-point sums depend on that order as well, and Spark narrows the partial sums of decimals.
 *
 * @param groups by which rows are grouped; none for one group of all rows
 */
record PushedAggregate(List<Group> groups, List<Measure> measures) implements Serializable {
  /**
   * @param position of the column in the table
   */
  record Group(int position, StructField output) implements Serializable {}

  /**
   * @param function in Lance's terms
   * @param position of the argument in the table; negative for none
   */
  record Measure(String function, int position, StructField output) implements Serializable {
    boolean isCount() {
      return function.equals("count");
    }
  }

  PushedAggregate {
    groups = List.copyOf(groups);
    measures = List.copyOf(measures);
  }

  /** Empty when Spark is to aggregate. */
  static Optional<PushedAggregate> of(Aggregation aggregation, Schema table) {
    StructType columns = ArrowToSpark.toSpark(table);
    List<Group> groups = new ArrayList<>();
    for (Expression expression : aggregation.groupByExpressions()) {
      Optional<TopLevelColumn> column = TopLevelColumn.of(expression, table);
      if (column.isEmpty()) {
        return Optional.empty();
      }
      int position = column.get().position();
      groups.add(new Group(position, columns.fields()[position]));
    }
    List<Measure> measures = new ArrayList<>();
    for (AggregateFunc function : aggregation.aggregateExpressions()) {
      Optional<Measure> measure = measure(function, table, columns);
      if (measure.isEmpty()) {
        return Optional.empty();
      }
      measures.add(measure.get());
    }
    return Optional.of(new PushedAggregate(groups, measures));
  }

  private static Optional<Measure> measure(
      AggregateFunc function, Schema table, StructType columns) {
    String text = function.toString();
    if (function instanceof CountStar) {
      return Optional.of(count(-1, text));
    }
    if (function instanceof Count count && !count.isDistinct()) {
      return TopLevelColumn.of(count.column(), table).map(c -> count(c.position(), text));
    }
    if (function instanceof Sum sum && !sum.isDistinct()) {
      return TopLevelColumn.of(sum.column(), table)
          .filter(c -> c.integerBits() > 0 && c.integerBits() <= Integer.SIZE)
          .map(c -> measure("sum", c.position(), text, DataTypes.LongType));
    }
    if (function instanceof Min min) {
      return TopLevelColumn.of(min.column(), table)
          .map(c -> measure("min", c.position(), text, type(c, columns)));
    }
    if (function instanceof Max max) {
      return TopLevelColumn.of(max.column(), table)
          .map(c -> measure("max", c.position(), text, type(c, columns)));
    }
    return Optional.empty();
  }

  /** Why Spark is to aggregate. */
  static String refusal(Aggregation aggregation, Schema table) {
    return Stream.of(aggregation.groupByExpressions())
        .filter(group -> TopLevelColumn.of(group, table).isEmpty())
        .findFirst()
        .map(group -> TopLevelColumn.refusal(group, table))
        .orElseGet(() -> refusal(aggregation.aggregateExpressions(), table));
  }

  private static String refusal(AggregateFunc[] functions, Schema table) {
    StructType columns = ArrowToSpark.toSpark(table);
    AggregateFunc refused =
        Stream.of(functions)
            .filter(function -> measure(function, table, columns).isEmpty())
            .findFirst()
            .orElseThrow();
    boolean isOfAnyColumn =
        refused instanceof Min
            || refused instanceof Max
            || refused instanceof Count count && !count.isDistinct();
    if (isOfAnyColumn) {
      return TopLevelColumn.refusal(refused.children()[0], table);
    }
    if (refused instanceof Sum sum && !sum.isDistinct()) {
      return "Lance is asked only for sums of integer columns of at most 32 bits";
    }
    return refused instanceof Avg avg && !avg.isDistinct()
        ? "Lance is asked for a SUM and a COUNT in place of an AVG"
        : "Lance is not asked for DISTINCT values, nor for functions besides COUNT, SUM, MIN and MAX";
  }

  private static Measure count(int position, String text) {
    StructField output = DataTypes.createStructField(text, DataTypes.LongType, false);
    return new Measure("count", position, output);
  }

  private static Measure measure(String function, int position, String text, DataType type) {
    return new Measure(function, position, DataTypes.createStructField(text, type, true));
  }

  private static DataType type(TopLevelColumn column, StructType columns) {
    return columns.fields()[column.position()].dataType();
  }

  /** The columns of the result: the groups', then the measures'. */
  StructType output() {
    return new StructType(
        Stream.concat(groups.stream().map(Group::output), measures.stream().map(Measure::output))
            .toArray(StructField[]::new));
  }

  /** The positions of the columns that are read. */
  List<Integer> positions() {
    return Stream.concat(
            groups.stream().map(Group::position), measures.stream().map(Measure::position))
        .filter(position -> position >= 0)
        .distinct()
        .toList();
  }

  boolean isCountOfAllRows() {
    return groups.isEmpty()
        && measures.stream().allMatch(measure -> measure.isCount() && measure.position < 0);
  }

  @Override
  public String toString() {
    String functions =
        measures.stream().map(m -> m.output().name()).collect(Collectors.joining(", ", "[", "]"));
    String by =
        groups.stream().map(g -> g.output().name()).collect(Collectors.joining(", ", "[", "]"));
    return groups.isEmpty() ? functions : functions + " by " + by;
  }
}
