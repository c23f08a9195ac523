package io.sparklancedb.arrow.batch;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.ShortType;

/** Reads any of Spark's integer types as a long. */
enum IntegerSource {
  BYTE,
  SHORT,
  INT,
  LONG;

  static IntegerSource of(DataType type) {
    if (type instanceof ByteType) {
      return BYTE;
    }
    if (type instanceof ShortType) {
      return SHORT;
    }
    return type instanceof IntegerType ? INT : LONG;
  }

  long read(SpecializedGetters values, int ordinal) {
    return switch (this) {
      case BYTE -> values.getByte(ordinal);
      case SHORT -> values.getShort(ordinal);
      case INT -> values.getInt(ordinal);
      case LONG -> values.getLong(ordinal);
    };
  }
}
