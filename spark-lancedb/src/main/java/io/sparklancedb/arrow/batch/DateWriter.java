package io.sparklancedb.arrow.batch;

import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.unsafe.Platform;

/** Days, or the milliseconds of their midnights. */
final class DateWriter extends FixedWidthWriter {
  private static final long MILLIS_PER_DAY = 86_400_000;

  private final boolean isDays;

  DateWriter(String path, Field field, BaseFixedWidthVector vector, RowContext row) {
    super(path, field, vector, row);
    this.isDays = vector.getTypeWidth() == Integer.BYTES;
  }

  @Override
  void store(SpecializedGetters values, int ordinal, long address) {
    int days = values.getInt(ordinal);
    if (isDays) {
      Platform.putInt(null, address, days);
    } else {
      Platform.putLong(null, address, days * MILLIS_PER_DAY);
    }
  }
}
