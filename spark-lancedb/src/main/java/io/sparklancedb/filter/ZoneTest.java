package io.sparklancedb.filter;

import java.util.Collections;
import java.util.List;

/** What a predicate asks of one column, as a question to bounds of its values. */
public sealed interface ZoneTest {
  /** False only where the predicate is true for no row. */
  boolean mayHold(Zone zone);

  record IsNull() implements ZoneTest {
    @Override
    public boolean mayHold(Zone zone) {
      return zone.withNulls();
    }
  }

  record IsNotNull() implements ZoneTest {
    @Override
    public boolean mayHold(Zone zone) {
      return zone.withValues();
    }
  }

  record Compares(Comparison comparison, OrderedValue value) implements ZoneTest {
    @Override
    public boolean mayHold(Zone zone) {
      return switch (comparison) {
        case EQUAL -> zone.mayStartAt(value) && zone.mayReach(value);
        case NOT_EQUAL -> zone.withValues();
        case LESS -> zone.mayStartBelow(value);
        case LESS_OR_EQUAL -> zone.mayStartAt(value);
        case GREATER -> zone.mayExceed(value);
        case GREATER_OR_EQUAL -> zone.mayReach(value);
      };
    }
  }

  /**
   * Whether the column is one of the values.
   *
   * @param values in their order
   */
  record IsIn(List<OrderedValue> values) implements ZoneTest {
    public IsIn {
      values = values.stream().sorted().toList();
    }

    @Override
    public boolean mayHold(Zone zone) {
      int first = zone.min().map(this::firstFrom).orElse(0);
      return first < values.size() && zone.mayReach(values.get(first));
    }

    private int firstFrom(OrderedValue min) {
      int found = Collections.binarySearch(values, min);
      return found < 0 ? -found - 1 : found;
    }
  }

  record StartsWith(OrderedValue prefix) implements ZoneTest {
    @Override
    public boolean mayHold(Zone zone) {
      return zone.mayReach(prefix)
          && zone.min().map(m -> m.compareTo(prefix) <= 0 || m.startsWith(prefix)).orElse(true);
    }
  }
}
