package io.sparklancedb.arrow.column;

import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.spark.unsafe.Platform;

/**
 * Keys of up to eight bytes, read as numbers: integers, dates, times and booleans of every width.
 */
public record LongValues(long address, int width) {
  private static final int BIT = 0;

  public static boolean canRead(FieldVector keys) {
    return keys instanceof BaseFixedWidthVector
        && !(keys instanceof DecimalVector
            || keys instanceof Decimal256Vector
            || keys instanceof FixedSizeBinaryVector);
  }

  public static LongValues of(FieldVector keys) {
    int width = keys instanceof BitVector ? BIT : ((BaseFixedWidthVector) keys).getTypeWidth();
    return new LongValues(keys.getDataBuffer().memoryAddress(), width);
  }

  public long at(int position) {
    return switch (width) {
      case Long.BYTES -> Platform.getLong(null, address + (long) position * Long.BYTES);
      case Integer.BYTES -> Platform.getInt(null, address + (long) position * Integer.BYTES);
      case Short.BYTES -> Platform.getShort(null, address + (long) position * Short.BYTES);
      case Byte.BYTES -> Platform.getByte(null, address + position);
      default -> (Platform.getByte(null, address + (position >> 3)) >> (position & 7)) & 1;
    };
  }
}
