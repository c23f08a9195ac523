package io.sparklancedb.arrow;

import org.apache.spark.unsafe.Platform;

/** Whether bytes are UTF-8 as the Unicode standard has it: shortest forms only, no surrogates. */
public final class Utf8 {
  private static final long NON_ASCII = 0x8080808080808080L;

  private Utf8() {}

  public static boolean isValid(Object base, long offset, int length) {
    long at = offset;
    long end = offset + length;
    while (at < end) {
      if (at + Long.BYTES <= end && (Platform.getLong(base, at) & NON_ASCII) == 0) {
        at += Long.BYTES;
        continue;
      }
      int bytes = characterBytes(base, at, end);
      if (bytes == 0) {
        return false;
      }
      at += bytes;
    }
    return true;
  }

  /** 0 when no character starts here. */
  private static int characterBytes(Object base, long at, long end) {
    int first = Platform.getByte(base, at) & 0xFF;
    if (first < 0x80) {
      return 1;
    }
    int bytes = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (first < 0xC2 || first > 0xF4 || at + bytes > end) {
      return 0;
    }
    int second = Platform.getByte(base, at + 1) & 0xFF;
    boolean valid = second >= minSecond(first) && second <= maxSecond(first);
    for (int i = 2; i < bytes; i++) {
      valid &= (Platform.getByte(base, at + i) & 0xC0) == 0x80;
    }
    return valid ? bytes : 0;
  }

  private static int minSecond(int first) {
    return first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  }

  private static int maxSecond(int first) {
    return first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  }
}
