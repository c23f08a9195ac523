package io.sparklancedb.key;

import io.sparklancedb.arrow.column.LongValues;
import java.util.function.LongConsumer;
import org.apache.arrow.vector.FieldVector;

/** An open-addressing set of long keys: 12 bytes a slot, at most half full. */
public final class LongKeySet implements KeySet {
  private static final int FIRST_SLOTS = 1 << 10;

  /** Marks a free slot, and is itself a key: its number stands apart. */
  private static final long FREE = 0;

  private long[] slots = new long[FIRST_SLOTS];
  private int[] numbers = new int[FIRST_SLOTS];
  private int numberOfFree = NONE;
  private int size;
  private long least = Long.MAX_VALUE;
  private long greatest = Long.MIN_VALUE;

  @Override
  public int addAll(FieldVector keys, int rows, KeyPartition part, int distinct) {
    LongValues source = LongValues.of(keys);
    for (int i = 0; i < rows; i++) {
      long key = source.at(i);
      if (part.has(hash(key)) && !add(key) && numberOf(key) < distinct) {
        return i;
      }
    }
    return NONE;
  }

  @Override
  public void forEachMatch(FieldVector keys, int rows, Match match) {
    LongValues source = LongValues.of(keys);
    boolean nulls = keys.getNullCount() > 0;
    for (int i = 0; i < rows; i++) {
      int number = numberOf(source.at(i));
      if (number != NONE && !(nulls && keys.isNull(i))) {
        match.at(i, number);
      }
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public long bytes() {
    return (long) slots.length * (Long.BYTES + Integer.BYTES);
  }

  long least() {
    return least;
  }

  long greatest() {
    return greatest;
  }

  void forEach(LongConsumer key) {
    if (numberOfFree != NONE) {
      key.accept(FREE);
    }
    for (long slot : slots) {
      if (slot != FREE) {
        key.accept(slot);
      }
    }
  }

  /** {@link #NONE} when the key is not in the set. */
  int numberOf(long key) {
    if (key == FREE) {
      return numberOfFree;
    }
    if (key < least || key > greatest) {
      return NONE;
    }
    int slot = slotOf(slots, key);
    return slots[slot] == key ? numbers[slot] : NONE;
  }

  public boolean contains(long key) {
    return numberOf(key) != NONE;
  }

  /**
   * @return whether it was not there before
   */
  public boolean add(long key) {
    if (key == FREE ? numberOfFree != NONE : !place(key)) {
      return false;
    }
    if (key == FREE) {
      numberOfFree = size;
    }
    size++;
    least = Math.min(least, key);
    greatest = Math.max(greatest, key);
    return true;
  }

  private boolean place(long key) {
    int slot = slotOf(slots, key);
    if (slots[slot] == key) {
      return false;
    }
    slots[slot] = key;
    numbers[slot] = size;
    if (size * 2L >= slots.length) {
      grow();
    }
    return true;
  }

  private void grow() {
    long[] larger = new long[Math.multiplyExact(slots.length, 2)];
    int[] largerNumbers = new int[larger.length];
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] != FREE) {
        int slot = slotOf(larger, slots[i]);
        larger[slot] = slots[i];
        largerNumbers[slot] = numbers[i];
      }
    }
    slots = larger;
    numbers = largerNumbers;
  }

  private static int slotOf(long[] slots, long key) {
    int mask = slots.length - 1;
    int slot = hash(key) & mask;
    while (slots[slot] != FREE && slots[slot] != key) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  /** Fibonacci hashing, with the high bits folded in: keys in sequence spread over the table. */
  private static int hash(long key) {
    long hash = key * 0x9E3779B97F4A7C15L;
    return (int) (hash ^ hash >>> 32);
  }
}
