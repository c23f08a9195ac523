package io.sparklancedb.filter;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The name of a column, or of a field inside a struct, as Lance's filter language writes it. */
public final class ColumnName {
  private ColumnName() {}

  /**
   * Quotes a column, outermost name first. Empty when Lance cannot find such a name in a filter:
   * one with a backtick is taken apart again behind its parser, and one that JNI cannot hand over
   * as UTF-8 never reaches it.
   */
  public static Optional<String> quote(List<String> parts) {
    if (parts.isEmpty() || !parts.stream().allMatch(ColumnName::canBeQuoted)) {
      return Optional.empty();
    }
    return Optional.of(
        parts.stream().map(part -> "`" + part + "`").collect(Collectors.joining(".")));
  }

  /** As above, for a column at the top of the table. */
  public static Optional<String> quote(String name) {
    return quote(List.of(name));
  }

  private static boolean canBeQuoted(String part) {
    return !part.isEmpty() && part.indexOf('`') < 0 && JniText.survives(part);
  }
}
