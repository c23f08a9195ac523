package io.sparklancedb.arrow.column;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.spark.unsafe.Platform;

/**
 * SHA-256 of values, cut to 128 bits: two rows have the same digest if, and but for a chance of
 * 2^-128 only if, they have the same values. Not for several threads.
 */
final class ValueDigest {
  /** A digest takes so many. */
  static final int LONGS = 2;

  private static final int BUFFER_BYTES = 1 << 13;

  private final MessageDigest sha;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int end;

  ValueDigest() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  void put(int value) {
    if (BUFFER_BYTES - end < Integer.BYTES) {
      flush();
    }
    Platform.putInt(buffer, Platform.BYTE_ARRAY_OFFSET + (long) end, value);
    end += Integer.BYTES;
  }

  void putMemory(long address, long bytes) {
    for (long done = 0; done < bytes; ) {
      done += copy(address + done, bytes - done);
    }
  }

  /** Numbers as they are stored, but for NaN, of which there are many that mean the same. */
  void putFloats(long address, int width, long count) {
    long bytes = count * width;
    for (long done = 0; done < bytes; ) {
      if (BUFFER_BYTES - end < width) {
        flush();
      }
      int from = end;
      long fitting = (BUFFER_BYTES - end) / width * (long) width;
      done += copy(address + done, Math.min(fitting, bytes - done));
      for (int i = from; i < end; i += width) {
        unifyNaN(Platform.BYTE_ARRAY_OFFSET + (long) i, width);
      }
    }
  }

  private void unifyNaN(long at, int width) {
    switch (width) {
      case Short.BYTES -> {
        if ((Platform.getShort(buffer, at) & 0x7FFF) > 0x7C00) {
          Platform.putShort(buffer, at, (short) 0x7E00);
        }
      }
      case Integer.BYTES -> {
        if ((Platform.getInt(buffer, at) & 0x7FFF_FFFF) > 0x7F80_0000) {
          Platform.putInt(buffer, at, 0x7FC0_0000);
        }
      }
      default -> {
        if ((Platform.getLong(buffer, at) & Long.MAX_VALUE) > 0x7FF0_0000_0000_0000L) {
          Platform.putLong(buffer, at, 0x7FF8_0000_0000_0000L);
        }
      }
    }
  }

  /** As much as fits in the buffer, which has room for some. */
  private int copy(long address, long bytes) {
    if (end == BUFFER_BYTES) {
      flush();
    }
    int part = (int) Math.min(bytes, BUFFER_BYTES - end);
    Platform.copyMemory(null, address, buffer, Platform.BYTE_ARRAY_OFFSET + (long) end, part);
    end += part;
    return part;
  }

  private void flush() {
    sha.update(buffer, 0, end);
    end = 0;
  }

  /** The digest of all that was put since the last one. */
  void finish(long[] into, int at) {
    flush();
    ByteBuffer digest = ByteBuffer.wrap(sha.digest());
    for (int i = 0; i < LONGS; i++) {
      into[at + i] = digest.getLong();
    }
  }
}
