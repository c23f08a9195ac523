package io.sparklancedb.read;

import io.sparklancedb.filter.FilterTranslator;
import io.sparklancedb.filter.ZoneFilter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.BinaryType;

/**
 * A predicate that Lance evaluates exactly as Spark does.
 *
 * @param sql in Lance's SQL
 * @param columns whose values it looks at; a field inside a struct as a path, which no index has
 * @param literals how many values it compares with
 * @param zones where it can be true
 */
record PushedFilter(String sql, Set<String> columns, int literals, ZoneFilter zones) {
  PushedFilter {
    columns = Set.copyOf(columns);
  }

  /** Empty when the predicate stays with Spark. */
  static Optional<PushedFilter> of(Predicate predicate, FilterTranslator translator) {
    Set<String> columns = new HashSet<>();
    int literals = 0;
    // Without recursion, since Spark nests thousands.
    Deque<Expression> open = new ArrayDeque<>(List.of(predicate));
    while (!open.isEmpty()) {
      Expression next = open.pop();
      if (next instanceof Literal<?> literal) {
        if (!isPrintable(literal)) {
          return Optional.empty();
        }
        literals++;
      } else if (next instanceof NamedReference column) {
        columns.add(String.join(".", column.fieldNames()));
      }
      open.addAll(Arrays.asList(next.children()));
    }
    int compared = literals;
    return translator
        .translate(predicate)
        .map(sql -> new PushedFilter(sql, columns, compared, translator.zones(predicate)));
  }

  /** Why a predicate stays with Spark. */
  static String refusal(Predicate predicate, FilterTranslator translator) {
    return translator.translate(predicate).isPresent()
        ? "Spark cannot print a null of type BINARY, which stands in it"
        : translator.refusal(predicate);
  }

  static List<String> sql(List<PushedFilter> filters) {
    return filters.stream().map(PushedFilter::sql).toList();
  }

  /**
   * Spark prints what was pushed down, and Spark 4.0 fails with an internal error on a null of type
   * binary, such as one in an {@code IN} list.
   */
  private static boolean isPrintable(Literal<?> literal) {
    return literal.value() != null || !(literal.dataType() instanceof BinaryType);
  }
}
