package io.sparklancedb.read;

import org.apache.spark.sql.connector.expressions.NamedReference;

/** A column at the top of the table, by a name that may need quotes. */
record ColumnReference(String name) implements NamedReference {
  @Override
  public String[] fieldNames() {
    return new String[] {name};
  }

  @Override
  public String describe() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
