package io.sparklancedb.types;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How column names are told apart, as {@code spark.sql.caseSensitive} says. */
public enum CaseSensitivity {
  SENSITIVE,
  INSENSITIVE;

  public static CaseSensitivity of(boolean sensitive) {
    return sensitive ? SENSITIVE : INSENSITIVE;
  }

  /** Two names are the same column's when their normal forms are equal. */
  public String normalForm(String name) {
    return this == SENSITIVE ? name : name.toLowerCase(Locale.ROOT);
  }

  /**
   * That of the names which is meant by another: one that is spelled alike, else one that differs
   * in case and does not belong to somebody else.
   *
   * @param others that are looked for as well, and have what is spelled like them
   */
  public Optional<String> find(String name, List<String> among, Collection<String> others) {
    if (among.contains(name)) {
      return Optional.of(name);
    }
    String normalForm = normalForm(name);
    return among.stream()
        .filter(found -> normalForm(found).equals(normalForm) && !others.contains(found))
        .findFirst();
  }
}
