package io.sparklancedb.key;

import io.sparklancedb.arrow.column.LongValues;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.unsafe.Platform;

/**
 * Keys as numbers: the same for the same key, and hardly ever for two. Keys in sequence spread over
 * all numbers.
 *
 * @param bits how many of a number's bits, the high ones, differ from key to key
 */
public record KeyHash(int bits) implements Serializable {
  public static final KeyHash FULL = new KeyHash(Long.SIZE);

  /**
   * Hashes the first keys of a vector without nulls.
   *
   * @param from where the first hash goes
   */
  public void put(FieldVector keys, int rows, long[] hashes, int from) {
    long mask = -1L << Long.SIZE - bits;
    if (LongValues.canRead(keys)) {
      LongValues source = LongValues.of(keys);
      for (int i = 0; i < rows; i++) {
        hashes[from + i] = mixed(source.at(i)) & mask;
      }
      return;
    }
    BytesKeys source = BytesKeys.of(keys);
    for (int i = 0; i < rows; i++) {
      hashes[from + i] = hash(source.address(i), source.length(i)) & mask;
    }
  }

  /** What two keys of a column share only if they are the same key. */
  public static String exact(FieldVector keys, int position) {
    byte[] bytes;
    if (LongValues.canRead(keys)) {
      bytes = ByteBuffer.allocate(Long.BYTES).putLong(LongValues.of(keys).at(position)).array();
    } else {
      BytesKeys source = BytesKeys.of(keys);
      bytes = new byte[source.length(position)];
      Platform.copyMemory(
          null, source.address(position), bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length);
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static long hash(long address, int length) {
    long hash = mixed(length);
    int whole = length & -Long.BYTES;
    for (int i = 0; i < whole; i += Long.BYTES) {
      hash = mixed(hash ^ Platform.getLong(null, address + i));
    }
    long rest = 0;
    for (int i = whole; i < length; i++) {
      rest = rest << Byte.SIZE | Platform.getByte(null, address + i) & 0xFF;
    }
    return mixed(hash ^ rest);
  }

  /** The finalizer of SplitMix64: each bit of the number changes each bit of the result. */
  private static long mixed(long number) {
    long mixed = number + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }
}
