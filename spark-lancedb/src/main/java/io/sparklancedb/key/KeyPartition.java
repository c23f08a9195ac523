package io.sparklancedb.key;

import java.io.Serializable;

/**
 * A part of all keys, by their hash: what is merged in one pass.
 *
 * @param count a power of two
 */
public record KeyPartition(int index, int count) implements Serializable {
  public static final KeyPartition ALL = new KeyPartition(0, 1);

  /** Looks at the high bits, since the sets place keys by the low ones. */
  boolean has(int hash) {
    return count == 1 || (hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(count))) == index;
  }
}
