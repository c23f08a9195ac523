package io.sparklancedb.arrow.column;

import io.sparklancedb.arrow.Validity;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;

final class BooleanColumn extends ArrowColumn {
  private final long bits;

  BooleanColumn(FieldVector vector, DataType type) {
    super(vector, type);
    this.bits = vector.getDataBufferAddress();
  }

  @Override
  public boolean getBoolean(int row) {
    return Validity.isSet(bits, row);
  }
}
