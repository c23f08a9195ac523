package io.sparklancedb.read;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.BinaryType;

/**
 * Which predicates Spark can print. It prints what was pushed down, and Spark 4.0 fails with an
 * internal error on a null of type binary, such as one in an {@code IN} list.
 */
final class PrintablePredicates {
  private PrintablePredicates() {}

  /** Goes without recursion, since Spark nests thousands. */
  static boolean contain(Predicate predicate) {
    Deque<Expression> open = new ArrayDeque<>(List.of(predicate));
    while (!open.isEmpty()) {
      Expression next = open.pop();
      if (next instanceof Literal<?> literal
          && literal.value() == null
          && literal.dataType() instanceof BinaryType) {
        return false;
      }
      open.addAll(Arrays.asList(next.children()));
    }
    return true;
  }
}
