package io.sparklancedb.arrow.column;

import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;

/** Dates in milliseconds, read as days. */
final class MillisDateColumn extends ArrowColumn {
  private static final long MILLIS_PER_DAY = 86_400_000;

  private final long values;

  MillisDateColumn(FieldVector vector, DataType type) {
    super(vector, type);
    this.values = vector.getDataBufferAddress();
  }

  @Override
  public int getInt(int row) {
    long millis = Platform.getLong(null, values + 8L * row);
    return (int) Math.floorDiv(millis, MILLIS_PER_DAY);
  }
}
