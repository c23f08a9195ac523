package io.sparklancedb.filter;

import java.util.List;

/** Where rows can be for which a predicate is true, as far as bounds of single columns tell. */
public sealed interface ZoneFilter {
  ZoneFilter ANYWHERE = new All(List.of());

  List<ZoneFilter> parts();

  /** Where all of the parts can be true. */
  record All(List<ZoneFilter> parts) implements ZoneFilter {
    public All {
      parts = List.copyOf(parts);
    }
  }

  /** Where one of the parts can be true. */
  record Any(List<ZoneFilter> parts) implements ZoneFilter {
    public Any {
      parts = List.copyOf(parts);
    }
  }

  /**
   * Where the test may hold.
   *
   * @param column at the top of the table
   */
  record OfColumn(String column, ZoneTest test) implements ZoneFilter {
    @Override
    public List<ZoneFilter> parts() {
      return List.of();
    }
  }
}
