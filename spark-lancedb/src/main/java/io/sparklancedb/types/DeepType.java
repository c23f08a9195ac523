package io.sparklancedb.types;

import java.util.function.UnaryOperator;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A type with all that is in it. */
final class DeepType {
  private DeepType() {}

  /** The type with others in place of those below, and of itself, from the top down. */
  static DataType with(DataType type, UnaryOperator<DataType> others) {
    DataType other = others.apply(type);
    if (other instanceof ArrayType array) {
      return new ArrayType(with(array.elementType(), others), array.containsNull());
    }
    if (other instanceof MapType map) {
      return new MapType(
          with(map.keyType(), others), with(map.valueType(), others), map.valueContainsNull());
    }
    if (!(other instanceof StructType struct)) {
      return other;
    }
    StructField[] fields = struct.fields().clone();
    for (int i = 0; i < fields.length; i++) {
      StructField field = fields[i];
      DataType own = with(field.dataType(), others);
      fields[i] = new StructField(field.name(), own, field.nullable(), field.metadata());
    }
    return new StructType(fields);
  }
}
