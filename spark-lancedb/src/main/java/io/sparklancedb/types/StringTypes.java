package io.sparklancedb.types;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Which Spark types are strings that compare byte by byte. */
final class StringTypes {
  private StringTypes() {}

  /**
   * In Spark 4 a string with a collation is a {@code StringType} that differs from the plain one.
   */
  static boolean isString(DataType type) {
    return type.equals(DataTypes.StringType) || StringLength.of(type).isPresent();
  }
}
