package io.sparklancedb.arrow.batch;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.ShortType;

/** Reads any of Spark's numbers that a double holds exactly. */
enum NumberSource {
  BYTE,
  SHORT,
  INT,
  FLOAT,
  DOUBLE;

  static NumberSource of(DataType type) {
    if (type instanceof ByteType) {
      return BYTE;
    }
    if (type instanceof ShortType) {
      return SHORT;
    }
    if (type instanceof IntegerType) {
      return INT;
    }
    return type instanceof FloatType ? FLOAT : DOUBLE;
  }

  double read(SpecializedGetters values, int ordinal) {
    return switch (this) {
      case BYTE -> values.getByte(ordinal);
      case SHORT -> values.getShort(ordinal);
      case INT -> values.getInt(ordinal);
      case FLOAT -> values.getFloat(ordinal);
      case DOUBLE -> values.getDouble(ordinal);
    };
  }
}
