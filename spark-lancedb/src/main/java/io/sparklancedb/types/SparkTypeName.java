package io.sparklancedb.types;

import org.apache.spark.sql.types.DataType;

/** A Spark type as messages show it. */
final class SparkTypeName {
  private SparkTypeName() {}

  static String of(DataType type) {
    return type.sql();
  }
}
