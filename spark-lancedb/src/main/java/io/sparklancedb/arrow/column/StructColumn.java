package io.sparklancedb.arrow.column;

import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Structs: the fields that Spark asked for, in its order. */
final class StructColumn extends ArrowColumn {
  private final ColumnVector[] children;

  StructColumn(FieldVector vector, ColumnVector[] children, DataType type) {
    super(vector, type);
    this.children = children;
  }

  /** Without a vector of their own: none is null. */
  StructColumn(ColumnVector[] children, DataType type) {
    super(0, type);
    this.children = children;
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    return children[ordinal];
  }
}
