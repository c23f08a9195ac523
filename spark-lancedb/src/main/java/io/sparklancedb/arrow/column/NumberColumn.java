package io.sparklancedb.arrow.column;

import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;

/** Numbers that lie in Arrow's memory as they do in Spark's. */
abstract class NumberColumn extends ArrowColumn {
  protected final long values;

  NumberColumn(FieldVector vector, DataType type) {
    super(vector, type);
    this.values = vector.getDataBufferAddress();
  }

  final int width() {
    return type.defaultSize();
  }

  final long address(int row) {
    return values + (long) row * width();
  }
}
