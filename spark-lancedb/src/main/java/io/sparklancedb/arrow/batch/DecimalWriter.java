package io.sparklancedb.arrow.batch;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.Platform;

/** Decimals of 128 or 256 bits: the unscaled value, little-endian, in the column's own scale. */
final class DecimalWriter extends FixedWidthWriter {
  /** Any unscaled value of so many digits is a long. */
  private static final int LONG_DIGITS = 18;

  private final DataType from;
  private final int scale;
  private final int bytes;
  private final boolean isLong;
  private final long factor;

  DecimalWriter(
      String path,
      Field field,
      BaseFixedWidthVector vector,
      ArrowType.Decimal to,
      DataType from,
      RowContext row) {
    super(path, field, vector, row);
    this.from = from;
    this.scale = to.getScale();
    this.bytes = to.getBitWidth() / Byte.SIZE;
    this.isLong = to.getPrecision() <= LONG_DIGITS;
    int fromScale = from instanceof DecimalType decimal ? decimal.scale() : 0;
    this.factor = isLong ? BigInteger.TEN.pow(scale - fromScale).longValueExact() : 0;
  }

  @Override
  void store(SpecializedGetters values, int ordinal, long address) {
    if (isLong) {
      storeLong(unscaledLong(values, ordinal) * factor, address);
    } else {
      storeBytes(value(values, ordinal).setScale(scale).unscaledValue().toByteArray(), address);
    }
  }

  private long unscaledLong(SpecializedGetters values, int ordinal) {
    if (!(from instanceof DecimalType decimal)) {
      return IntegerSource.of(from).read(values, ordinal);
    }
    // An unsafe row holds a short decimal as its unscaled long.
    return values instanceof UnsafeRow
        ? values.getLong(ordinal)
        : decimal(values, ordinal, decimal).toUnscaledLong();
  }

  private BigDecimal value(SpecializedGetters values, int ordinal) {
    return from instanceof DecimalType decimal
        ? decimal(values, ordinal, decimal).toJavaBigDecimal()
        : BigDecimal.valueOf(IntegerSource.of(from).read(values, ordinal));
  }

  /** A row of objects may hold a decimal in another scale than its type's. */
  private static Decimal decimal(SpecializedGetters values, int ordinal, DecimalType type) {
    Decimal value = values.getDecimal(ordinal, type.precision(), type.scale());
    return value.scale() == type.scale()
        ? value
        : Decimal.apply(value.toJavaBigDecimal(), type.precision(), type.scale());
  }

  private void storeLong(long unscaled, long address) {
    Platform.putLong(null, address, unscaled);
    for (int at = Long.BYTES; at < bytes; at += Long.BYTES) {
      Platform.putLong(null, address + at, unscaled >> Long.SIZE - 1);
    }
  }

  private void storeBytes(byte[] bigEndian, long address) {
    byte sign = (byte) (bigEndian[0] >> Byte.SIZE - 1);
    for (int i = 0; i < bytes; i++) {
      int at = bigEndian.length - 1 - i;
      Platform.putByte(null, address + i, at >= 0 ? bigEndian[at] : sign);
    }
  }
}
