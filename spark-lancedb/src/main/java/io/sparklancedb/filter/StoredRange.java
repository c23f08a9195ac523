package io.sparklancedb.filter;

import java.util.List;
import java.util.Optional;

/**
 * The stored values that Spark sees as equal to one literal: from low to high, both included. A
 * literal that lies between two neighbours (half a second in a column of whole seconds) has its
 * upper neighbour as low and its lower one as high, so that every comparison still comes out right.
 */
record StoredRange(String low, String high) implements Operand {

  static StoredRange exactly(String literal) {
    return new StoredRange(literal, literal);
  }

  @Override
  public Optional<String> literal() {
    return low.equals(high) ? Optional.of(low) : Optional.empty();
  }

  @Override
  public SqlCondition compare(String column, Comparison comparison) {
    return switch (comparison) {
      case EQUAL ->
          literal().isPresent()
              ? bound(column, comparison, low)
              : SqlCondition.and(
                  List.of(
                      bound(column, Comparison.GREATER_OR_EQUAL, low),
                      bound(column, Comparison.LESS_OR_EQUAL, high)));
      case NOT_EQUAL ->
          literal().isPresent()
              ? bound(column, comparison, low)
              : SqlCondition.or(
                  List.of(
                      bound(column, Comparison.LESS, low),
                      bound(column, Comparison.GREATER, high)));
      case LESS, GREATER_OR_EQUAL -> bound(column, comparison, low);
      case LESS_OR_EQUAL, GREATER -> bound(column, comparison, high);
    };
  }

  private static SqlCondition bound(String column, Comparison comparison, String literal) {
    return SqlCondition.of(column + " " + comparison.sql() + " " + literal);
  }
}
