package io.sparklancedb.arrow.column;

import io.sparklancedb.arrow.Offsets;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Lists of any length. */
final class ListColumn extends ArrayColumn {
  private final Offsets offsets;

  ListColumn(FieldVector vector, Offsets offsets, ColumnVector elements, DataType type) {
    super(vector, elements, type);
    this.offsets = offsets;
  }

  @Override
  int start(int row) {
    return Math.toIntExact(offsets.start(row));
  }

  @Override
  int length(int row) {
    return offsets.length(row);
  }
}
