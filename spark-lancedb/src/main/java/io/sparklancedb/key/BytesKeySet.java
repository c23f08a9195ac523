package io.sparklancedb.key;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.array.ByteArrayMethods;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;

/**
 * An open-addressing set of keys of any length. The bytes lie one after the other in chunks; a slot
 * holds where a key begins, its length and its hash.
 */
final class BytesKeySet implements KeySet {
  private static final int FIRST_SLOTS = 1 << 10;
  private static final int FIRST_CHUNK_BYTES = 1 << 14;
  private static final int LARGEST_CHUNK_BYTES = 1 << 20;
  private static final int SEED = 42;

  private final List<byte[]> chunks = new ArrayList<>();

  /** How much of the last chunk is taken. */
  private int chunkEnd;

  private int[] hashes = new int[FIRST_SLOTS];

  /** 0 is a free slot, else one more than the position in {@link #starts}. */
  private int[] slots = new int[FIRST_SLOTS];

  /** Of each key: {@code chunk << 32 | offset in it}. */
  private long[] starts = new long[FIRST_SLOTS];

  private int[] lengths = new int[FIRST_SLOTS];
  private int size;
  private long chunkBytes;

  @Override
  public int addAll(FieldVector keys, int rows, KeyPartition part, int distinct) {
    BytesKeys source = BytesKeys.of(keys);
    for (int i = 0; i < rows; i++) {
      long address = source.address(i);
      int length = source.length(i);
      int hash = hash(address, length);
      if (part.has(hash) && !add(address, length, hash) && numberOf(address, length) < distinct) {
        return i;
      }
    }
    return NONE;
  }

  @Override
  public void forEachMatch(FieldVector keys, int rows, Match match) {
    BytesKeys source = BytesKeys.of(keys);
    boolean nulls = keys.getNullCount() > 0;
    for (int i = 0; i < rows; i++) {
      int number = nulls && keys.isNull(i) ? NONE : numberOf(source.address(i), source.length(i));
      if (number != NONE) {
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
    long places = (long) slots.length * 2 * Integer.BYTES;
    return places + (long) starts.length * (Long.BYTES + Integer.BYTES) + chunkBytes;
  }

  void forEach(Consumer<byte[]> key) {
    for (int i = 0; i < size; i++) {
      byte[] copy = new byte[lengths[i]];
      System.arraycopy(chunkOf(i), offsetOf(i), copy, 0, copy.length);
      key.accept(copy);
    }
  }

  private int numberOf(long address, int length) {
    return slots[slotOf(address, length, hash(address, length))] - 1;
  }

  private boolean add(long address, int length, int hash) {
    int slot = slotOf(address, length, hash);
    if (slots[slot] != 0) {
      return false;
    }
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, Math.multiplyExact(size, 2));
      lengths = Arrays.copyOf(lengths, starts.length);
    }
    starts[size] = copy(address, length);
    lengths[size] = length;
    hashes[slot] = hash;
    slots[slot] = ++size;
    if (size * 2L >= slots.length) {
      grow();
    }
    return true;
  }

  private static int hash(long address, int length) {
    return Murmur3_x86_32.hashUnsafeBytes2(null, address, length, SEED);
  }

  private long copy(long address, int length) {
    if (chunks.isEmpty() || chunkEnd + (long) length > chunks.get(chunks.size() - 1).length) {
      startChunk(length);
    }
    int chunk = chunks.size() - 1;
    Platform.copyMemory(
        null, address, chunks.get(chunk), Platform.BYTE_ARRAY_OFFSET + chunkEnd, length);
    long start = (long) chunk << Integer.SIZE | chunkEnd;
    chunkEnd += length;
    return start;
  }

  /** Each as large as all before it, up to a limit. */
  private void startChunk(int atLeast) {
    long bytes = Math.min(LARGEST_CHUNK_BYTES, Math.max(FIRST_CHUNK_BYTES, chunkBytes));
    byte[] chunk = new byte[(int) Math.max(bytes, atLeast)];
    chunks.add(chunk);
    chunkBytes += chunk.length;
    chunkEnd = 0;
  }

  private byte[] chunkOf(int key) {
    return chunks.get((int) (starts[key] >>> Integer.SIZE));
  }

  private int offsetOf(int key) {
    return (int) starts[key];
  }

  private int slotOf(long address, int length, int hash) {
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != 0 && !(hashes[slot] == hash && isAt(slots[slot] - 1, address, length))) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private boolean isAt(int key, long address, int length) {
    return lengths[key] == length
        && ByteArrayMethods.arrayEquals(
            chunkOf(key), Platform.BYTE_ARRAY_OFFSET + offsetOf(key), null, address, length);
  }

  private void grow() {
    int[] oldSlots = slots;
    int[] oldHashes = hashes;
    slots = new int[Math.multiplyExact(oldSlots.length, 2)];
    hashes = new int[slots.length];
    int mask = slots.length - 1;
    for (int i = 0; i < oldSlots.length; i++) {
      if (oldSlots[i] != 0) {
        int slot = oldHashes[i] & mask;
        while (slots[slot] != 0) {
          slot = slot + 1 & mask;
        }
        slots[slot] = oldSlots[i];
        hashes[slot] = oldHashes[i];
      }
    }
  }
}
