package io.sparklancedb.filter;

import io.sparklancedb.types.ArrowToSpark;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataType;

/**
 * Translates predicates of Spark to filters of one Lance table.
 *
 * <p>A NOT is never written: it is carried down to the leaves, each of which can say where it is
 * true and where it is false. A filter is then made of AND and OR alone, where it does not matter
 * whether a part is false or null, and no leaf has to reproduce Spark's nulls.
 */
public final class FilterTranslator {
  /** Lance's parser gives up at 50; others join the result to more conditions. */
  static final int MAX_NESTING = 24;

  private final ColumnPredicates columnPredicates;
  private final ZoneFilters zoneFilters;
  private final FilterRefusal refusal;

  /** For a table with this schema, as Lance gives it. */
  public FilterTranslator(Schema tableSchema) {
    columnPredicates = new ColumnPredicates(tableSchema);
    zoneFilters = new ZoneFilters(tableSchema);
    refusal = new FilterRefusal(tableSchema, columnPredicates);
  }

  /**
   * Returns a filter that selects exactly the rows for which the predicate is true, or empty when
   * there is none. The filter can stand between AND and OR as it is; under a NOT it is not exact.
   */
  public Optional<String> translate(Predicate predicate) {
    return condition(predicate, Polarity.TRUE, 0)
        .filter(condition -> condition.nesting() <= MAX_NESTING)
        .map(SqlCondition::sql);
  }

  /** Why a predicate has no translation; its values are not told. */
  public String refusal(Predicate predicate) {
    return refusal.reason(predicate);
  }

  /** Where the predicate can be true, whether it can be translated or not. */
  public ZoneFilter zones(Predicate predicate) {
    return zoneFilters.of(predicate);
  }

  /** Empty unless each of them can be translated; true for none. */
  public Optional<String> translateAll(Predicate... predicates) {
    List<String> conditions = new ArrayList<>();
    for (Predicate predicate : predicates) {
      Optional<String> condition = translate(predicate);
      if (condition.isEmpty()) {
        return Optional.empty();
      }
      conditions.add(condition.get());
    }
    return Optional.of(conditions.isEmpty() ? "TRUE" : and(conditions));
  }

  /**
   * Returns a filter that selects the rows in which the column, outermost name first, equals one of
   * the values. Empty when a value is not of that column's type or cannot be written exactly.
   */
  public Optional<String> in(List<String> column, DataType type, List<?> values) {
    return columnPredicates
        .in(column, type, values, Polarity.TRUE)
        .filter(condition -> condition.nesting() <= MAX_NESTING)
        .map(SqlCondition::sql);
  }

  /** As above, of a column of the table whose values are Spark's. */
  public Optional<String> in(Field column, List<?> values) {
    return in(List.of(column.getName()), ArrowToSpark.type(column), values);
  }

  /** Joins filters of any number; to chain thousands of them side by side would end the process. */
  public static String and(List<String> filters) {
    if (filters.size() == 1) {
      return filters.get(0);
    }
    return SqlCondition.and(
            filters.stream().map(filter -> SqlCondition.of("(" + filter + ")")).toList())
        .sql();
  }

  private Optional<SqlCondition> condition(Predicate predicate, Polarity polarity, int depth) {
    if (depth > MAX_NESTING) {
      return Optional.empty();
    }
    return switch (predicate.name()) {
      case "NOT" -> child(predicate, 0).flatMap(p -> condition(p, polarity.negated(), depth + 1));
      case "AND", "OR" -> connective(predicate, polarity, depth);
      default -> columnPredicates.condition(predicate, polarity);
    };
  }

  /** De Morgan: an AND is false where one of its parts is. */
  private Optional<SqlCondition> connective(Predicate predicate, Polarity polarity, int depth) {
    List<SqlCondition> parts = new ArrayList<>();
    for (Predicate part : chain(predicate)) {
      Optional<SqlCondition> condition = condition(part, polarity, depth + 1);
      if (condition.isEmpty()) {
        return Optional.empty();
      }
      parts.add(condition.get());
    }
    boolean conjunction = predicate.name().equals("AND") == (polarity == Polarity.TRUE);
    return Optional.of(conjunction ? SqlCondition.and(parts) : SqlCondition.or(parts));
  }

  /**
   * The parts of nested ANDs or ORs in their order; without recursion, as Spark nests thousands.
   */
  static List<Predicate> chain(Predicate predicate) {
    List<Predicate> parts = new ArrayList<>();
    Deque<Predicate> open = new ArrayDeque<>(List.of(predicate));
    while (!open.isEmpty()) {
      Predicate next = open.pop();
      if (next.name().equals(predicate.name())) {
        List<Expression> children = Arrays.asList(next.children());
        for (int i = children.size() - 1; i >= 0; i--) {
          open.push((Predicate) children.get(i));
        }
      } else {
        parts.add(next);
      }
    }
    return parts;
  }

  private static Optional<Predicate> child(Predicate predicate, int index) {
    return predicate.children()[index] instanceof Predicate child
        ? Optional.of(child)
        : Optional.empty();
  }
}
