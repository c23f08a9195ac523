package io.sparklancedb.arrow.column;

import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;

/** Signed integers and dates in days, read as what they are. */
final class IntegerColumn extends NumberColumn {
  IntegerColumn(FieldVector vector, DataType type) {
    super(vector, type);
  }

  @Override
  public byte getByte(int row) {
    return Platform.getByte(null, values + row);
  }

  @Override
  public short getShort(int row) {
    return Platform.getShort(null, values + 2L * row);
  }

  @Override
  public int getInt(int row) {
    return Platform.getInt(null, values + 4L * row);
  }

  @Override
  public long getLong(int row) {
    return Platform.getLong(null, values + 8L * row);
  }

  @Override
  public int[] getInts(int row, int count) {
    int[] copy = new int[count];
    Platform.copyMemory(null, values + 4L * row, copy, Platform.INT_ARRAY_OFFSET, 4L * count);
    return copy;
  }

  @Override
  public long[] getLongs(int row, int count) {
    long[] copy = new long[count];
    Platform.copyMemory(null, values + 8L * row, copy, Platform.LONG_ARRAY_OFFSET, 8L * count);
    return copy;
  }
}
