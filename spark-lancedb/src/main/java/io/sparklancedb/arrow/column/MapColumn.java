package io.sparklancedb.arrow.column;

import io.sparklancedb.arrow.Offsets;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarMap;

final class MapColumn extends ArrowColumn {
  private final Offsets offsets;
  private final ColumnVector keys;
  private final ColumnVector values;

  MapColumn(FieldVector vector, ColumnVector keys, ColumnVector values, DataType type) {
    super(vector, type);
    this.offsets = Offsets.small(vector);
    this.keys = keys;
    this.values = values;
  }

  @Override
  public ColumnarMap getMap(int row) {
    int start = Math.toIntExact(offsets.start(row));
    return new ColumnarMap(keys, values, start, offsets.length(row));
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    return ordinal == 0 ? keys : values;
  }
}
