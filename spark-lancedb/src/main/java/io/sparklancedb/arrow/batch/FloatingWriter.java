package io.sparklancedb.arrow.batch;

import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;

/** Floats and doubles. */
final class FloatingWriter extends FixedWidthWriter {
  private final NumberSource source;
  private final boolean isDouble;

  FloatingWriter(
      String path, Field field, BaseFixedWidthVector vector, DataType from, RowContext row) {
    super(path, field, vector, row);
    this.source = NumberSource.of(from);
    this.isDouble = vector.getTypeWidth() == Double.BYTES;
  }

  @Override
  void store(SpecializedGetters values, int ordinal, long address) {
    double value = source.read(values, ordinal);
    if (isDouble) {
      Platform.putDouble(null, address, value);
    } else {
      Platform.putFloat(null, address, (float) value);
    }
  }
}
