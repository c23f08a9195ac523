package io.sparklancedb.filter;

import java.util.Optional;

/** The constant side of a comparison, in terms of what the column stores. */
sealed interface Operand permits StoredRange, StoredFloat {

  /** A condition that is true exactly where Spark's comparison is, and false or null elsewhere. */
  SqlCondition compare(String column, Comparison comparison);

  /**
   * The literal, when exactly one stored value equals it; such literals can stand in an IN list.
   */
  Optional<String> literal();
}
