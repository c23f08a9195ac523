package io.sparklancedb.arrow;

import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;

/** Dates in milliseconds, read as days. */
final class MillisDateColumn extends ArrowColumn {
  private final long values;

  MillisDateColumn(FieldVector vector, DataType type) {
    super(vector, type);
    this.values = vector.getDataBufferAddress();
  }

  @Override
  public int getInt(int row) {
    long millis = Platform.getLong(null, values + 8L * row);
    return (int) Math.floorDiv(millis, DateWriter.MILLIS_PER_DAY);
  }
}
