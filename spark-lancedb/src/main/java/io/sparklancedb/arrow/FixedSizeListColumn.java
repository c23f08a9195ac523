package io.sparklancedb.arrow;

import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;

/** Lists of one length, vectors above all. */
final class FixedSizeListColumn extends ArrowColumn {
  private final int size;
  private final ColumnVector elements;

  FixedSizeListColumn(FieldVector vector, int size, ColumnVector elements, DataType type) {
    super(vector, type);
    this.size = size;
    this.elements = elements;
  }

  @Override
  public ColumnarArray getArray(int row) {
    return new ColumnarArray(elements, Math.multiplyExact(row, size), size);
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    return elements;
  }
}
