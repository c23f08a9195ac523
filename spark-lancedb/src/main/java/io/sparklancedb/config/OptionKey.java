package io.sparklancedb.config;

/**
 * The key of an option, or of a family of options.
 *
 * @param documented as the documentation names it; a family ends in a placeholder, as in {@code
 *     vector.<column>}
 */
record OptionKey(String documented) {
  /** Whether a name completes it. */
  boolean isFamily() {
    return documented.endsWith(">");
  }

  /** The key, of a family the part before the name: {@code vector.}. */
  String text() {
    return isFamily() ? documented.substring(0, documented.indexOf('<')) : documented;
  }

  /** Whether what a user has written is this key, or one of this family; in any case. */
  boolean covers(String written) {
    String text = text();
    return isFamily()
        ? written.length() > text.length() && written.regionMatches(true, 0, text, 0, text.length())
        : text.equalsIgnoreCase(written);
  }

  /** As {@link #covers}, in this very spelling. */
  boolean spells(String written) {
    return isFamily() ? written.startsWith(text()) : written.equals(text());
  }

  /** The key of one of the family. */
  String of(String name) {
    return text() + name;
  }

  @Override
  public String toString() {
    return text();
  }
}
