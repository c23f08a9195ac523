package io.sparklancedb.config;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Lance's object store is told: credentials, endpoint, region. The values are secret: they
 * stand in no text that this class makes, and {@link #redact} removes them from text that others
 * made.
 */
public record StorageOptions(Map<String, String> values) implements Serializable {
  /**
   * Shorter values, such as {@code true} or a region, are no secrets and would blot out the
   * message.
   */
  private static final int SHORTEST_SECRET = 6;

  private static final Pattern ADDRESS = Pattern.compile("^\\w+://[^/?#]+");

  public static final StorageOptions NONE = new StorageOptions(Map.of());

  public StorageOptions {
    values = Map.copyOf(values);
  }

  /** These and others, which win. */
  public StorageOptions with(Map<String, String> others) {
    Map<String, String> all = new HashMap<>(values);
    all.putAll(others);
    return new StorageOptions(all);
  }

  /**
   * Returns the text with every value of these options replaced by {@code ***}, and of an address
   * also its host with the user that may stand before it: stores print addresses in parts.
   */
  public String redact(String text) {
    String redacted = text;
    for (String secret : new TreeMap<>(values).values()) {
      redacted = without(secret, redacted);
      Matcher address = ADDRESS.matcher(secret);
      if (address.find()) {
        redacted = without(address.group(), redacted);
      }
    }
    return redacted;
  }

  private static String without(String secret, String text) {
    return secret.length() < SHORTEST_SECRET ? text : text.replace(secret, "***");
  }

  @Override
  public String toString() {
    return "StorageOptions(" + values.size() + " redacted)";
  }
}
