package io.sparklancedb.arrow.column;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.Platform;

/** Decimals, and unsigned 64-bit integers: little-endian whole numbers of {@code bytes} bytes. */
final class DecimalColumn extends ArrowColumn {
  private static final int LONG_DIGITS = 18;

  private final long values;
  private final int bytes;
  private final boolean isUnsigned;

  DecimalColumn(FieldVector vector, int bytes, boolean isUnsigned, DataType type) {
    super(vector, type);
    this.values = vector.getDataBufferAddress();
    this.bytes = bytes;
    this.isUnsigned = isUnsigned;
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    long address = values + (long) row * bytes;
    return precision <= LONG_DIGITS
        ? Decimal.createUnsafe(Platform.getLong(null, address), precision, scale)
        : Decimal.apply(new BigDecimal(wholeNumber(address), scale), precision, scale);
  }

  private BigInteger wholeNumber(long address) {
    byte[] bigEndian = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      bigEndian[i] = Platform.getByte(null, address + bytes - 1 - i);
    }
    return isUnsigned ? new BigInteger(1, bigEndian) : new BigInteger(bigEndian);
  }
}
