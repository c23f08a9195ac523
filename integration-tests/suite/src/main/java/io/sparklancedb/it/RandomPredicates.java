package io.sparklancedb.it;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Predicates in Spark's SQL over {@link FilterColumn}s; the same ones for the same seed. */
public final class RandomPredicates {
  private static final int MOST_NESTING = 4;
  private static final int MOST_VALUES_OF_A_LIST = 6;

  private final List<FilterColumn> columns;
  private final Random random;

  public RandomPredicates(List<FilterColumn> columns, long seed) {
    this.columns = List.copyOf(columns);
    this.random = new Random(seed);
  }

  public String next() {
    return predicate(0);
  }

  private String predicate(int nesting) {
    if (nesting == MOST_NESTING || random.nextInt(3) == 0) {
      return leaf(oneOf(columns));
    }
    return switch (random.nextInt(5)) {
      case 0, 1 -> "(" + predicate(nesting + 1) + " AND " + predicate(nesting + 1) + ")";
      case 2, 3 -> "(" + predicate(nesting + 1) + " OR " + predicate(nesting + 1) + ")";
      default -> "NOT (" + predicate(nesting + 1) + ")";
    };
  }

  private String leaf(FilterColumn column) {
    if (column.isText() && random.nextInt(2) == 0) {
      return text(column.name());
    }
    if (column.isBoolean() && random.nextInt(2) == 0) {
      return column.name();
    }
    return switch (random.nextInt(6)) {
      case 0 -> column.name() + (random.nextBoolean() ? " IS NULL" : " IS NOT NULL");
      case 1 -> column.name() + (random.nextBoolean() ? " IN (" : " NOT IN (") + list(column) + ")";
      case 2 -> column.name() + " BETWEEN " + literal(column) + " AND " + literal(column);
      case 3 -> literal(column) + comparison() + column.name();
      default -> column.name() + comparison() + literal(column);
    };
  }

  /**
   * Where Spark runs a LIKE as a regular expression and not as one of the functions, it does not
   * find characters beyond the BMP; so these are left to the functions.
   */
  private String text(String name) {
    String part = oneOf(List.of("a", "ab", "x", "\\'", "\\u0000", "\\'; DROP", ""));
    String anyPart = oneOf(List.of(part, "\\uD83D\\uDE00"));
    return switch (random.nextInt(6)) {
      case 0 -> name + " LIKE '" + part + "%'";
      case 1 -> name + " LIKE '%" + part + "'";
      case 2 -> name + " LIKE '%" + part + "%'";
      case 3 -> "startswith(" + name + ", '" + anyPart + "')";
      case 4 -> "endswith(" + name + ", '" + anyPart + "')";
      default -> "contains(" + name + ", '" + anyPart + "')";
    };
  }

  private String comparison() {
    return oneOf(List.of(" = ", " <> ", " < ", " <= ", " > ", " >= ", " <=> "));
  }

  private String list(FilterColumn column) {
    int values = 1 + random.nextInt(MOST_VALUES_OF_A_LIST);
    return Stream.generate(() -> random.nextInt(8) == 0 ? "null" : literal(column))
        .limit(values)
        .collect(Collectors.joining(", "));
  }

  private String literal(FilterColumn column) {
    return random.nextInt(20) == 0
        ? "cast(null as " + column.type() + ")"
        : oneOf(column.literals());
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
