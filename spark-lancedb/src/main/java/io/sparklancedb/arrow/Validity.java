package io.sparklancedb.arrow;

import org.apache.spark.unsafe.Platform;

/** Arrow's bitmap of the values that are not null, by its address. */
public final class Validity {
  private static final byte ALL = (byte) 0xFF;

  private Validity() {}

  public static boolean isSet(long bitmap, int index) {
    return (Platform.getByte(null, bitmap + (index >> 3)) >> (index & 7) & 1) == 1;
  }

  public static void set(long bitmap, int index) {
    long at = bitmap + (index >> 3);
    Platform.putByte(null, at, (byte) (Platform.getByte(null, at) | 1 << (index & 7)));
  }

  /** Sets the bits of {@code from} up to, not including, {@code to}. */
  public static void set(long bitmap, int from, int to) {
    int index = from;
    while (index < to && (index & 7) != 0) {
      set(bitmap, index++);
    }
    int bytes = (to - index) >> 3;
    Platform.setMemory(bitmap + (index >> 3), ALL, bytes);
    index += bytes << 3;
    while (index < to) {
      set(bitmap, index++);
    }
  }
}
