package io.sparklancedb.types;

/** How messages name a nested value: {@code a.b}, {@code a.element}, {@code a.key}. */
public final class ColumnPath {
  private ColumnPath() {}

  public static String field(String parent, String name) {
    return parent.isEmpty() ? name : parent + "." + name;
  }

  public static String element(String parent) {
    return parent + ".element";
  }

  public static String key(String parent) {
    return parent + ".key";
  }

  public static String value(String parent) {
    return parent + ".value";
  }
}
