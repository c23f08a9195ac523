package io.sparklancedb.arrow.batch;

import io.sparklancedb.arrow.HalfFloat;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;

/** Single 16-bit floats of other writers; only values that 16 bits hold exactly. */
final class HalfFloatWriter extends FixedWidthWriter {
  private final NumberSource source;

  HalfFloatWriter(
      String path, Field field, BaseFixedWidthVector vector, DataType from, RowContext row) {
    super(path, field, vector, row);
    this.source = NumberSource.of(from);
  }

  @Override
  void store(SpecializedGetters values, int ordinal, long address) {
    float value = (float) source.read(values, ordinal);
    short half = HalfFloat.fromFloat(value);
    if (Float.compare(HalfFloat.toFloat(half), value) != 0) {
      throw outOfRange(value);
    }
    Platform.putShort(null, address, half);
  }
}
