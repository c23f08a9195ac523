package io.sparklancedb.error;

import java.util.Collection;
import java.util.stream.Collectors;

/** How a message lists names. */
final class Names {
  private Names() {}

  /** For example {@code 'a', 'b'}. */
  static String quoted(Collection<String> names) {
    return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
  }
}
