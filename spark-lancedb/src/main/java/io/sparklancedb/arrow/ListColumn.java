package io.sparklancedb.arrow;

import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;

/** Lists of any length. */
final class ListColumn extends ArrowColumn {
  private final Offsets offsets;
  private final ColumnVector elements;

  ListColumn(FieldVector vector, Offsets offsets, ColumnVector elements, DataType type) {
    super(vector, type);
    this.offsets = offsets;
    this.elements = elements;
  }

  @Override
  public ColumnarArray getArray(int row) {
    int start = Math.toIntExact(offsets.start(row));
    return new ColumnarArray(elements, start, offsets.length(row));
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    return elements;
  }
}
