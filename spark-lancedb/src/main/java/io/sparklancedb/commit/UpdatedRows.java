package io.sparklancedb.commit;

import io.sparklancedb.commit.KeyReader.Outcome.Keys;
import io.sparklancedb.commit.Matches.Updates;
import java.util.Arrays;

/** Rows of the table in the order in which they are found, and by which keys. */
final class UpdatedRows {
  private static final int FIRST_SIZE = 1 << 10;

  private int[] keyNumbers = new int[FIRST_SIZE];
  private long[] addresses = new long[FIRST_SIZE];
  private int size;

  void add(int keyNumber, long address) {
    if (size == addresses.length) {
      keyNumbers = Arrays.copyOf(keyNumbers, Math.multiplyExact(size, 2));
      addresses = Arrays.copyOf(addresses, keyNumbers.length);
    }
    keyNumbers[size] = keyNumber;
    addresses[size++] = address;
  }

  int size() {
    return size;
  }

  int keyNumber(int index) {
    return keyNumbers[index];
  }

  long address(int index) {
    return addresses[index];
  }

  /** In increasing order. */
  long[] sortedAddresses() {
    long[] sorted = Arrays.copyOf(addresses, size);
    Arrays.sort(sorted);
    return sorted;
  }

  /** In the order of the written rows; of two rows of a key the one that was found last. */
  Updates updates(Keys keys) {
    long[] found = new long[size];
    for (int i = 0; i < size; i++) {
      found[i] = (long) keys.ordinal(keyNumbers[i]) << Integer.SIZE | i;
    }
    Arrays.sort(found);
    int[] ordinals = new int[size];
    long[] sources = new long[size];
    int count = 0;
    for (long each : found) {
      int ordinal = (int) (each >>> Integer.SIZE);
      if (count > 0 && ordinals[count - 1] == ordinal) {
        count--;
      }
      ordinals[count] = ordinal;
      sources[count++] = addresses[(int) each];
    }
    return new Updates(Arrays.copyOf(ordinals, count), Arrays.copyOf(sources, count));
  }
}
