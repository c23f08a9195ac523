package io.sparklancedb.filter;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A piece of a Lance filter that can be joined to others as it stands.
 *
 * @param nesting the parentheses inside each other
 */
record SqlCondition(String sql, int nesting) {
  static final SqlCondition ALWAYS = of("TRUE");
  static final SqlCondition NEVER = of("FALSE");

  /**
   * How many terms stand side by side. Lance walks a chain by recursion: 400 terms in a row
   * overflow the native stack and end the process, while a balanced tree of any size does not.
   */
  private static final int CHAIN = 8;

  static SqlCondition of(String sql) {
    return new SqlCondition(sql, 0);
  }

  static SqlCondition isNull(String column) {
    return of(column + " IS NULL");
  }

  static SqlCondition isNotNull(String column) {
    return of(column + " IS NOT NULL");
  }

  static SqlCondition and(List<SqlCondition> conditions) {
    return conditions.isEmpty() ? ALWAYS : join(conditions, " AND ");
  }

  static SqlCondition or(List<SqlCondition> conditions) {
    return conditions.isEmpty() ? NEVER : join(conditions, " OR ");
  }

  private static SqlCondition join(List<SqlCondition> conditions, String operator) {
    if (conditions.size() == 1) {
      return conditions.get(0);
    }
    if (conditions.size() > CHAIN) {
      int middle = conditions.size() / 2;
      SqlCondition left = join(conditions.subList(0, middle), operator);
      SqlCondition right = join(conditions.subList(middle, conditions.size()), operator);
      return join(List.of(left, right), operator);
    }
    String chain = conditions.stream().map(SqlCondition::sql).collect(Collectors.joining(operator));
    int deepest = conditions.stream().mapToInt(SqlCondition::nesting).max().orElse(0);
    return new SqlCondition("(" + chain + ")", deepest + 1);
  }
}
