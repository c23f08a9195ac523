package io.sparklancedb.it;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.SQLUserDefinedType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;

/**
 * As Spark ML's type of this name, which the tests do not have: made and stored in the same way.
 */
public final class VectorUDT extends UserDefinedType<VectorUDT.Vector> {
  private static final long serialVersionUID = 1L;

  /** Sparse where there are indices. */
  @SQLUserDefinedType(udt = VectorUDT.class)
  public record Vector(Integer size, int[] indices, double[] values) {
    public static Vector dense(double... values) {
      return new Vector(null, null, values);
    }

    public static Vector sparse(int size, int[] indices, double... values) {
      return new Vector(size, indices, values);
    }
  }

  @Override
  public DataType sqlType() {
    return new StructType()
        .add("type", DataTypes.ByteType, false)
        .add("size", DataTypes.IntegerType, true)
        .add("indices", DataTypes.createArrayType(DataTypes.IntegerType, false), true)
        .add("values", DataTypes.createArrayType(DataTypes.DoubleType, false), true);
  }

  @Override
  public InternalRow serialize(Vector vector) {
    boolean isSparse = vector.indices() != null;
    return new GenericInternalRow(
        new Object[] {
          (byte) (isSparse ? 0 : 1),
          vector.size(),
          isSparse ? UnsafeArrayData.fromPrimitiveArray(vector.indices()) : null,
          UnsafeArrayData.fromPrimitiveArray(vector.values())
        });
  }

  @Override
  public Vector deserialize(Object stored) {
    throw new UnsupportedOperationException("The tests only write.");
  }

  @Override
  public Class<Vector> userClass() {
    return Vector.class;
  }
}
