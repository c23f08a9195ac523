package io.sparklancedb.filter;

import java.util.Optional;

/** The six comparisons that are null when a side is null. */
enum Comparison {
  EQUAL("="),
  NOT_EQUAL("<>"),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  GREATER(">"),
  GREATER_OR_EQUAL(">=");

  private final String sql;

  Comparison(String sql) {
    this.sql = sql;
  }

  /** The comparison that Spark's predicate of this name stands for. */
  static Optional<Comparison> named(String predicateName) {
    for (Comparison comparison : values()) {
      if (comparison.sql.equals(predicateName)) {
        return Optional.of(comparison);
      }
    }
    return Optional.empty();
  }

  String sql() {
    return sql;
  }

  /** True exactly where this one is false. */
  Comparison negated() {
    return switch (this) {
      case EQUAL -> NOT_EQUAL;
      case NOT_EQUAL -> EQUAL;
      case LESS -> GREATER_OR_EQUAL;
      case LESS_OR_EQUAL -> GREATER;
      case GREATER -> LESS_OR_EQUAL;
      case GREATER_OR_EQUAL -> LESS;
    };
  }

  /** The same comparison with its sides exchanged. */
  Comparison mirrored() {
    return switch (this) {
      case EQUAL, NOT_EQUAL -> this;
      case LESS -> GREATER;
      case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
      case GREATER -> LESS;
      case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
    };
  }
}
