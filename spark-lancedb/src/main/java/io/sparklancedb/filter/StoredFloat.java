package io.sparklancedb.filter;

import java.util.List;
import java.util.Optional;

/**
 * A floating-point literal. Lance orders by the bits (-NaN, -Infinity, -0.0, 0.0, Infinity, NaN);
 * Spark knows one zero, and one NaN that is the largest value whatever its sign bit.
 */
record StoredFloat(double value) implements Operand {
  private static final String INFINITY = SqlLiteral.floating(Double.POSITIVE_INFINITY);
  private static final String NEGATIVE_INFINITY = SqlLiteral.floating(Double.NEGATIVE_INFINITY);

  @Override
  public Optional<String> literal() {
    return Double.isNaN(value) || value == 0.0
        ? Optional.empty()
        : Optional.of(SqlLiteral.floating(value));
  }

  @Override
  public SqlCondition compare(String column, Comparison comparison) {
    if (Double.isNaN(value)) {
      return compareWithNaN(column, comparison);
    }
    SqlCondition inTotalOrder = range().compare(column, comparison);
    return switch (comparison) {
      case EQUAL, NOT_EQUAL -> inTotalOrder;
      case LESS, LESS_OR_EQUAL ->
          SqlCondition.and(
              List.of(inTotalOrder, SqlCondition.of(column + " >= " + NEGATIVE_INFINITY)));
      case GREATER, GREATER_OR_EQUAL ->
          SqlCondition.or(
              List.of(inTotalOrder, SqlCondition.of(column + " < " + NEGATIVE_INFINITY)));
    };
  }

  private StoredRange range() {
    return value == 0.0
        ? new StoredRange(SqlLiteral.floating(-0.0), SqlLiteral.floating(0.0))
        : StoredRange.exactly(SqlLiteral.floating(value));
  }

  /** Not isnan(): a range can be answered by an index. */
  private static SqlCondition compareWithNaN(String column, Comparison comparison) {
    return switch (comparison) {
      case EQUAL, GREATER_OR_EQUAL ->
          SqlCondition.or(
              List.of(
                  SqlCondition.of(column + " > " + INFINITY),
                  SqlCondition.of(column + " < " + NEGATIVE_INFINITY)));
      case NOT_EQUAL, LESS ->
          SqlCondition.and(
              List.of(
                  SqlCondition.of(column + " >= " + NEGATIVE_INFINITY),
                  SqlCondition.of(column + " <= " + INFINITY)));
      case LESS_OR_EQUAL -> SqlCondition.isNotNull(column);
      case GREATER -> SqlCondition.NEVER;
    };
  }
}
