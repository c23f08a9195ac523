package io.sparklancedb.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The values of an IN list.
 *
 * @param literals those that equal one stored value each
 * @param ranges the others
 * @param withNull whether null stands in the list, so that no row is outside of it for sure
 */
record MemberTest(List<String> literals, List<Operand> ranges, boolean withNull) {

  static Optional<MemberTest> of(ColumnDomain domain, List<?> values) {
    List<String> literals = new ArrayList<>(values.size());
    List<Operand> ranges = new ArrayList<>();
    boolean withNull = false;
    for (Object value : values) {
      if (value == null) {
        withNull = true;
        continue;
      }
      Optional<Operand> operand = domain.operands().apply(value);
      if (operand.isEmpty()) {
        return Optional.empty();
      }
      operand.get().literal().ifPresentOrElse(literals::add, () -> ranges.add(operand.get()));
    }
    return Optional.of(new MemberTest(literals, ranges, withNull));
  }

  SqlCondition condition(String column, Polarity polarity) {
    if (polarity == Polarity.FALSE && withNull) {
      return SqlCondition.NEVER;
    }
    List<SqlCondition> conditions = new ArrayList<>();
    if (!literals.isEmpty()) {
      String list = " (" + String.join(", ", literals) + ")";
      conditions.add(
          SqlCondition.of(column + (polarity == Polarity.TRUE ? " IN" : " NOT IN") + list));
    }
    for (Operand range : ranges) {
      conditions.add(range.compare(column, polarity.of(Comparison.EQUAL)));
    }
    return polarity == Polarity.TRUE ? SqlCondition.or(conditions) : SqlCondition.and(conditions);
  }
}
