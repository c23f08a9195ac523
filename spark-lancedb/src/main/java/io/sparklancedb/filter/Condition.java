package io.sparklancedb.filter;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A piece of a Lance filter that can be joined to others as it stands.
 *
 * @param nesting the parentheses inside each other
 */
record Condition(String sql, int nesting) {
  static final Condition ALWAYS = of("TRUE");
  static final Condition NEVER = of("FALSE");

  /**
   * How many terms stand side by side. Lance walks a chain by recursion: 400 terms in a row
   * overflow the native stack and end the process, while a balanced tree of any size does not.
   */
  private static final int CHAIN = 8;

  static Condition of(String sql) {
    return new Condition(sql, 0);
  }

  static Condition isNull(String column) {
    return of(column + " IS NULL");
  }

  static Condition isNotNull(String column) {
    return of(column + " IS NOT NULL");
  }

  static Condition and(List<Condition> conditions) {
    return conditions.isEmpty() ? ALWAYS : join(conditions, " AND ");
  }

  static Condition or(List<Condition> conditions) {
    return conditions.isEmpty() ? NEVER : join(conditions, " OR ");
  }

  private static Condition join(List<Condition> conditions, String operator) {
    if (conditions.size() == 1) {
      return conditions.get(0);
    }
    if (conditions.size() > CHAIN) {
      int middle = conditions.size() / 2;
      Condition left = join(conditions.subList(0, middle), operator);
      Condition right = join(conditions.subList(middle, conditions.size()), operator);
      return join(List.of(left, right), operator);
    }
    String chain = conditions.stream().map(Condition::sql).collect(Collectors.joining(operator));
    int deepest = conditions.stream().mapToInt(Condition::nesting).max().orElse(0);
    return new Condition("(" + chain + ")", deepest + 1);
  }
}
