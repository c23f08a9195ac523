package io.sparklancedb.arrow.column;

import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;

/** Lists, whose elements lie one after the other in a column of their own. */
abstract class ArrayColumn extends ArrowColumn {
  private final ColumnVector elements;

  ArrayColumn(FieldVector vector, ColumnVector elements, DataType type) {
    super(vector, type);
    this.elements = elements;
  }

  /** The first element of a row. */
  abstract int start(int row);

  abstract int length(int row);

  @Override
  public final ColumnarArray getArray(int row) {
    return new ColumnarArray(elements, start(row), length(row));
  }

  @Override
  public final ColumnVector getChild(int ordinal) {
    return elements;
  }
}
