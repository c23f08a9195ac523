package io.sparklancedb.filter;

import java.util.Optional;

/**
 * What is known of a column's values in a run of rows.
 *
 * @param min no value is smaller; empty when that is unknown
 * @param max no value is greater; empty when that is unknown
 * @param withNulls whether a null may be among them
 * @param withValues whether anything but nulls may be among them
 */
public record Zone(
    Optional<OrderedValue> min, Optional<OrderedValue> max, boolean withNulls, boolean withValues) {

  boolean mayReach(OrderedValue value) {
    return withValues && max.map(greatest -> greatest.compareTo(value) >= 0).orElse(true);
  }

  boolean mayExceed(OrderedValue value) {
    return withValues && max.map(greatest -> greatest.compareTo(value) > 0).orElse(true);
  }

  boolean mayStartAt(OrderedValue value) {
    return withValues && min.map(smallest -> smallest.compareTo(value) <= 0).orElse(true);
  }

  boolean mayStartBelow(OrderedValue value) {
    return withValues && min.map(smallest -> smallest.compareTo(value) < 0).orElse(true);
  }
}
