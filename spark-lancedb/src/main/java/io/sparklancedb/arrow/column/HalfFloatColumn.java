package io.sparklancedb.arrow.column;

import io.sparklancedb.arrow.HalfFloat;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;

/** 16-bit floats, read as floats. */
final class HalfFloatColumn extends ArrowColumn {
  private final long values;

  HalfFloatColumn(FieldVector vector, DataType type) {
    super(vector, type);
    this.values = vector.getDataBufferAddress();
  }

  @Override
  public float getFloat(int row) {
    return HalfFloat.toFloat(Platform.getShort(null, values + 2L * row));
  }
}
