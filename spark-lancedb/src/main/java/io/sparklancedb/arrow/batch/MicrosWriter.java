package io.sparklancedb.arrow.batch;

import io.sparklancedb.arrow.MicrosUnit;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.unsafe.Platform;

/** Timestamps, times and durations: Spark's microseconds in the column's own unit, if exact. */
final class MicrosWriter extends FixedWidthWriter {
  private final MicrosUnit unit;
  private final long min;
  private final long max;
  private final boolean isLong;

  MicrosWriter(
      String path, Field field, BaseFixedWidthVector vector, TimeUnit unit, RowContext row) {
    super(path, field, vector, row);
    this.unit = MicrosUnit.of(unit);
    this.isLong = vector.getTypeWidth() == Long.BYTES;
    this.min = isLong ? Long.MIN_VALUE : Integer.MIN_VALUE;
    this.max = isLong ? Long.MAX_VALUE : Integer.MAX_VALUE;
  }

  @Override
  void store(SpecializedGetters values, int ordinal, long address) {
    long micros = values.getLong(ordinal);
    long value = unit.fromMicros(micros);
    if (unit.toMicros(value) != micros || value < min || value > max) {
      throw outOfRange(micros + " microseconds");
    }
    if (isLong) {
      Platform.putLong(null, address, value);
    } else {
      Platform.putInt(null, address, (int) value);
    }
  }
}
