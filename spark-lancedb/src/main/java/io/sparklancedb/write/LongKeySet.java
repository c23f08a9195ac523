package io.sparklancedb.write;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import org.apache.arrow.vector.FieldVector;

/** An open-addressing set of long keys: 8 bytes a slot, at most half full. */
final class LongKeySet implements KeySet {
  private static final int FIRST_SLOTS = 1 << 10;

  /** Marks a free slot, and is itself a key: whether it is in the set stands apart. */
  private static final long FREE = 0;

  private long[] slots = new long[FIRST_SLOTS];
  private boolean hasFree;
  private int size;
  private long least = Long.MAX_VALUE;
  private long greatest = Long.MIN_VALUE;

  @Override
  public int addAll(FieldVector keys, int rows) {
    LongKeys source = LongKeys.of(keys);
    for (int i = 0; i < rows; i++) {
      if (!add(source.at(i))) {
        return i;
      }
    }
    return NONE;
  }

  @Override
  public void forEachMatch(FieldVector keys, int rows, IntConsumer position) {
    LongKeys source = LongKeys.of(keys);
    boolean nulls = keys.getNullCount() > 0;
    for (int i = 0; i < rows; i++) {
      if (contains(source.at(i)) && !(nulls && keys.isNull(i))) {
        position.accept(i);
      }
    }
  }

  @Override
  public int size() {
    return size;
  }

  long least() {
    return least;
  }

  long greatest() {
    return greatest;
  }

  void forEach(LongConsumer key) {
    if (hasFree) {
      key.accept(FREE);
    }
    for (long slot : slots) {
      if (slot != FREE) {
        key.accept(slot);
      }
    }
  }

  boolean contains(long key) {
    if (key == FREE) {
      return hasFree;
    }
    if (key < least || key > greatest) {
      return false;
    }
    return slots[slotOf(slots, key)] == key;
  }

  boolean add(long key) {
    boolean isNew = key == FREE ? !hasFree : place(key);
    hasFree |= key == FREE;
    if (isNew) {
      size++;
      least = Math.min(least, key);
      greatest = Math.max(greatest, key);
    }
    return isNew;
  }

  private boolean place(long key) {
    int slot = slotOf(slots, key);
    if (slots[slot] == key) {
      return false;
    }
    slots[slot] = key;
    if (size * 2L >= slots.length) {
      grow();
    }
    return true;
  }

  private void grow() {
    long[] larger = new long[Math.multiplyExact(slots.length, 2)];
    Arrays.stream(slots)
        .filter(key -> key != FREE)
        .forEach(key -> larger[slotOf(larger, key)] = key);
    slots = larger;
  }

  private static int slotOf(long[] slots, long key) {
    int mask = slots.length - 1;
    // Fibonacci hashing, with the high bits folded in: keys in sequence spread over the table.
    long hash = key * 0x9E3779B97F4A7C15L;
    int slot = (int) (hash ^ hash >>> 32) & mask;
    while (slots[slot] != FREE && slots[slot] != key) {
      slot = slot + 1 & mask;
    }
    return slot;
  }
}
