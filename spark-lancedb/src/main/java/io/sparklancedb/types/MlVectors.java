package io.sparklancedb.types;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;

/**
 * Spark ML's vectors, dense and sparse, in the form that a row holds: a struct of the kind, the
 * size and the indices of a sparse one, and the values. Spark ML is not on our class path: they are
 * known by the name of their type and by its SQL type.
 */
public final class MlVectors {
  /** Fields of a row's struct. */
  public static final int FIELDS = 4;

  public static final int SIZE = 1;
  public static final int INDICES = 2;
  public static final int VALUES = 3;

  private static final String NAME = "VectorUDT";
  private static final String STORED =
      "struct<type:tinyint,size:int,indices:array<int>,values:array<double>>";

  private MlVectors() {}

  public static boolean is(DataType type) {
    return type instanceof UserDefinedType<?> user
        && user.getClass().getSimpleName().equals(NAME)
        && user.sqlType().catalogString().equals(STORED);
  }

  public static boolean isSparse(InternalRow vector) {
    return !vector.isNullAt(INDICES);
  }

  /** How many values it has, the zeros of a sparse one among them. */
  public static int length(InternalRow vector) {
    return isSparse(vector) ? vector.getInt(SIZE) : vector.getArray(VALUES).numElements();
  }

  /** The columns with the SQL type in place of every user-defined type but that of vectors. */
  public static StructType withoutOthers(StructType columns) {
    return (StructType) DeepType.with(columns, MlVectors::plain);
  }

  private static DataType plain(DataType type) {
    return type instanceof UserDefinedType<?> user && !is(type) ? user.sqlType() : type;
  }
}
