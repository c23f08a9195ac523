package io.sparklancedb.arrow.column;

import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;

/** Unsigned integers of 8, 16 and 32 bits, read as the next wider signed type. */
final class UnsignedColumn extends ArrowColumn {
  private final long values;

  UnsignedColumn(FieldVector vector, DataType type) {
    super(vector, type);
    this.values = vector.getDataBufferAddress();
  }

  @Override
  public short getShort(int row) {
    return (short) Byte.toUnsignedInt(Platform.getByte(null, values + row));
  }

  @Override
  public int getInt(int row) {
    return Short.toUnsignedInt(Platform.getShort(null, values + 2L * row));
  }

  @Override
  public long getLong(int row) {
    return Integer.toUnsignedLong(Platform.getInt(null, values + 4L * row));
  }
}
