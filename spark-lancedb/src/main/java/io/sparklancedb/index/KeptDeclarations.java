package io.sparklancedb.index;

import io.sparklancedb.config.IndexDeclaration;
import io.sparklancedb.config.Options;
import io.sparklancedb.error.LanceDbException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The indexes that the properties of a table declare. When a declaration is changed or taken back,
 * another property tells what it was until the index that was made for it is gone: so whoever
 * writes next finishes this, and no index of another client is taken for it.
 */
public final class KeptDeclarations {
  /** Precedes the column. */
  private static final String REPLACED = "replaced_index.";

  private KeptDeclarations() {}

  /** By column. */
  static Map<String, IndexDeclaration> of(Map<String, String> properties) {
    return parsed(properties, Options.INDEX);
  }

  /** What was declared before, and may still be there. */
  static Map<String, IndexDeclaration> replaced(Map<String, String> properties) {
    return parsed(properties, REPLACED);
  }

  private static Map<String, IndexDeclaration> parsed(
      Map<String, String> properties, String prefix) {
    Map<String, IndexDeclaration> declared = new TreeMap<>();
    properties.forEach(
        (property, text) -> {
          if (property.startsWith(prefix)) {
            declared.put(
                property.substring(prefix.length()), IndexDeclaration.parse(property, text));
          }
        });
    return declared;
  }

  /** The property that tells what was declared on a column before. */
  static String replacedProperty(String column) {
    return REPLACED + column;
  }

  /**
   * The changes of properties that make a table keep what a write declares; none for what it keeps
   * already.
   *
   * @param written by column; empty for an index that is to go
   * @return null for a property that is to go
   */
  public static Map<String, String> changes(
      Map<String, String> properties, Map<String, Optional<IndexDeclaration>> written) {
    Map<String, String> changes = new HashMap<>();
    written.forEach(
        (column, index) -> {
          String property = Options.INDEX + column;
          String old = properties.get(property);
          if (index.isEmpty() && old != null) {
            changes.put(property, null);
            changes.put(REPLACED + column, old);
          } else if (index.isPresent() && !isSame(property, old, index.get())) {
            changes.put(property, index.get().text());
            noteReplaced(properties, changes, column, old);
          }
        });
    return changes;
  }

  /** Adds what has to be kept of declarations that changes of properties replace. */
  public static Map<String, String> withReplaced(
      Map<String, String> properties, Map<String, String> changes) {
    Map<String, String> all = new HashMap<>(changes);
    changes.forEach(
        (property, text) -> {
          if (property.startsWith(Options.INDEX) && text != null) {
            String old = properties.get(property);
            if (!isSame(property, old, IndexDeclaration.parse(property, text))) {
              noteReplaced(properties, all, property.substring(Options.INDEX.length()), old);
            }
          }
        });
    return all;
  }

  /** If a replacement is not done yet, what is there is what was declared before that. */
  private static void noteReplaced(
      Map<String, String> properties, Map<String, String> changes, String column, String old) {
    if (old != null && !properties.containsKey(REPLACED + column)) {
      changes.put(REPLACED + column, old);
    }
  }

  private static boolean isSame(String property, String old, IndexDeclaration index) {
    try {
      return old != null && IndexDeclaration.parse(property, old).equals(index);
    } catch (LanceDbException unknown) {
      // Another version of the connector, or another program, has written it.
      return false;
    }
  }
}
