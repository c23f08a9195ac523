package io.sparklancedb.arrow.column;

import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Lists of one length, vectors above all. */
final class FixedSizeListColumn extends ArrayColumn {
  private final int size;

  FixedSizeListColumn(FieldVector vector, int size, ColumnVector elements, DataType type) {
    super(vector, elements, type);
    this.size = size;
  }

  @Override
  int start(int row) {
    return Math.multiplyExact(row, size);
  }

  @Override
  int length(int row) {
    return size;
  }
}
