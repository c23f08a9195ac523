package io.sparklancedb.read;

import java.util.List;
import org.apache.spark.sql.connector.expressions.NamedReference;

/** A column of the table, or a field inside structs, by names that may need quotes. */
record ColumnReference(List<String> path) implements NamedReference {
  ColumnReference {
    path = List.copyOf(path);
  }

  ColumnReference(String column) {
    this(List.of(column));
  }

  @Override
  public String[] fieldNames() {
    return path.toArray(String[]::new);
  }

  @Override
  public String describe() {
    return String.join(".", path);
  }

  @Override
  public String toString() {
    return describe();
  }
}
