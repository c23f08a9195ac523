package io.sparklancedb.types;

import java.util.Locale;

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
}
