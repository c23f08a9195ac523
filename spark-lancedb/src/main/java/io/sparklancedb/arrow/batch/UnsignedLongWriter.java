package io.sparklancedb.arrow.batch;

import java.math.BigInteger;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.Platform;

/** Whole decimals into unsigned 64-bit integers, as which Spark reads them. */
final class UnsignedLongWriter extends FixedWidthWriter {
  private final DecimalType from;

  UnsignedLongWriter(
      String path, Field field, BaseFixedWidthVector vector, DecimalType from, RowContext row) {
    super(path, field, vector, row);
    this.from = from;
  }

  @Override
  void store(SpecializedGetters values, int ordinal, long address) {
    BigInteger value =
        values
            .getDecimal(ordinal, from.precision(), from.scale())
            .toJavaBigDecimal()
            .toBigInteger();
    if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
      throw outOfRange(value);
    }
    Platform.putLong(null, address, value.longValue());
  }
}
