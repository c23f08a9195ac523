package io.sparklancedb.config;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the options {@code index.<column>} of a write say. */
final class IndexOption {
  private static final String NONE = "none";

  private IndexOption() {}

  /**
   * @param written by the column
   * @return empty for an index that is to go
   */
  static Map<String, Optional<IndexDeclaration>> parse(Map<String, String> written) {
    Map<String, Optional<IndexDeclaration>> declared = new HashMap<>();
    written.forEach((column, text) -> declared.put(column, parse(Options.INDEX + column, text)));
    return declared;
  }

  private static Optional<IndexDeclaration> parse(String option, String text) {
    return text.strip().toLowerCase(Locale.ROOT).equals(NONE)
        ? Optional.empty()
        : Optional.of(IndexDeclaration.parse(option, text));
  }
}
