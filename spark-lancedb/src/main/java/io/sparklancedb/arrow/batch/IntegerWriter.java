package io.sparklancedb.arrow.batch;

import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;

/** Integers of 8 to 64 bits, signed or not, each checked against the column's range. */
final class IntegerWriter extends FixedWidthWriter {
  private final IntegerSource source;
  private final int bits;
  private final long min;
  private final long max;

  IntegerWriter(
      String path,
      Field field,
      BaseFixedWidthVector vector,
      ArrowType.Int to,
      DataType from,
      RowContext row) {
    super(path, field, vector, row);
    this.source = IntegerSource.of(from);
    this.bits = to.getBitWidth();
    this.min = to.getIsSigned() ? Long.MIN_VALUE >> Long.SIZE - bits : 0;
    this.max =
        to.getIsSigned() || bits == Long.SIZE
            ? Long.MAX_VALUE >> Long.SIZE - bits
            : (1L << bits) - 1;
  }

  @Override
  void store(SpecializedGetters values, int ordinal, long address) {
    long value = source.read(values, ordinal);
    if (value < min || value > max) {
      throw outOfRange(value);
    }
    switch (bits) {
      case Byte.SIZE -> Platform.putByte(null, address, (byte) value);
      case Short.SIZE -> Platform.putShort(null, address, (short) value);
      case Integer.SIZE -> Platform.putInt(null, address, (int) value);
      default -> Platform.putLong(null, address, value);
    }
  }
}
