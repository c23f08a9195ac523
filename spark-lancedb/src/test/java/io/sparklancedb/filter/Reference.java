package io.sparklancedb.filter;

import java.util.List;
import org.apache.spark.sql.connector.expressions.NamedReference;

/** A column of a pushed predicate; Spark's own class wants a Scala sequence. */
record Reference(List<String> path) implements NamedReference {
  static Reference to(String... path) {
    return new Reference(List.of(path));
  }

  @Override
  public String[] fieldNames() {
    return path.toArray(String[]::new);
  }
}
