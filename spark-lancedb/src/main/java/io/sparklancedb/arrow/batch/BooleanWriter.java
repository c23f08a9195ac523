package io.sparklancedb.arrow.batch;

import org.apache.arrow.vector.BitVector;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

final class BooleanWriter extends ValueWriter {
  private final BitVector vector;

  BooleanWriter(String path, BitVector vector, RowContext row) {
    super(path, vector.getField(), row);
    this.vector = vector;
  }

  @Override
  void writeValue(SpecializedGetters values, int ordinal, int index) {
    vector.setSafe(index, values.getBoolean(ordinal) ? 1 : 0);
    row.addBytes(1);
  }
}
