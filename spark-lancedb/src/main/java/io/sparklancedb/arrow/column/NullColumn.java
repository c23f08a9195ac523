package io.sparklancedb.arrow.column;

import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;

final class NullColumn extends ArrowColumn {
  NullColumn(FieldVector vector, DataType type) {
    super(vector.getValueCount(), type);
  }

  @Override
  public boolean isNullAt(int row) {
    return true;
  }
}
