package io.sparklancedb.arrow.column;

import io.sparklancedb.arrow.MicrosUnit;
import io.sparklancedb.error.ValueErrors;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;

/** Timestamps, times and durations in any unit and width, read as microseconds. */
final class MicrosColumn extends ArrowColumn {
  private final long values;
  private final boolean isLong;
  private final MicrosUnit unit;
  private final String name;

  MicrosColumn(FieldVector vector, boolean isLong, TimeUnit unit, DataType type) {
    super(vector, type);
    this.values = vector.getDataBufferAddress();
    this.isLong = isLong;
    this.unit = MicrosUnit.of(unit);
    this.name = vector.getName();
  }

  @Override
  public long getLong(int row) {
    long value =
        isLong
            ? Platform.getLong(null, values + 8L * row)
            : Platform.getInt(null, values + 4L * row);
    try {
      return unit.toMicros(value);
    } catch (ArithmeticException e) {
      throw ValueErrors.beyondMicroseconds(name, value, e);
    }
  }
}
