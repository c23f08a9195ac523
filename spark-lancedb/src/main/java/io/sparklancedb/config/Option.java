package io.sparklancedb.config;

/**
 * One option, declared once: what the README lists and what text is checked against.
 *
 * @param key as the user writes it; one that ends in {@code .} is a family, completed by a name
 * @param values what may stand there, the default first
 * @param meaning one sentence
 */
public record Option(String key, Use use, String values, String meaning) {
  /** Where an option may stand. */
  public enum Use {
    ADDRESS,
    READ,
    WRITE,
    CATALOG
  }

  boolean isFamily() {
    return key.endsWith(".");
  }

  boolean covers(String written) {
    return isFamily()
        ? written.length() > key.length() && written.regionMatches(true, 0, key, 0, key.length())
        : key.equalsIgnoreCase(written);
  }
}
