package io.sparklancedb.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.arrow.ArrowMemory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyHashTest {
  private final BufferAllocator allocator = ArrowMemory.newChild("KeyHashTest");

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  static List<KeyType> types() {
    return KeyType.all();
  }

  @ParameterizedTest
  @MethodSource("types")
  void tellsKeysOfEachTypeApart(KeyType type) {
    int count = Math.min(3_000, type.distinct());
    List<Integer> numbers = IntStream.range(0, count).boxed().toList();
    List<Integer> others = IntStream.range(0, count).mapToObj(i -> count - 1 - i).toList();
    try (FieldVector keys = type.vector(allocator, numbers);
        FieldVector backwards = type.vector(allocator, others)) {
      long[] hashes = hashes(keys);
      Set<String> exact = new HashSet<>();
      for (int i = 0; i < count; i++) {
        exact.add(KeyHash.exact(keys, i));
        assertEquals(KeyHash.exact(keys, i), KeyHash.exact(backwards, count - 1 - i));
      }

      assertEquals(count, exact.size());
      assertEquals(count, Arrays.stream(hashes).distinct().count());
      long[] same = hashes(backwards);
      assertTrue(IntStream.range(0, count).allMatch(i -> hashes[i] == same[count - 1 - i]));
    }
  }

  private static long[] hashes(FieldVector keys) {
    long[] hashes = new long[keys.getValueCount() + 1];
    KeyHash.FULL.put(keys, keys.getValueCount(), hashes, 1);
    return Arrays.copyOfRange(hashes, 1, hashes.length);
  }

  /** Of all lengths, which differ in one byte, or in how many zeros follow. */
  @Test
  void tellsBytesThatAreNearlyAlikeApart() {
    Map<Long, byte[]> known = new HashMap<>();
    try (VarBinaryVector keys = new VarBinaryVector("k", allocator)) {
      int rows = 0;
      for (int length = 0; length <= 40; length++) {
        keys.setSafe(rows++, new byte[length]);
        for (int at = 0; at < length; at++) {
          for (int value : new int[] {1, 127, 128, 255}) {
            byte[] key = new byte[length];
            key[at] = (byte) value;
            keys.setSafe(rows++, key);
          }
        }
      }
      keys.setValueCount(rows);
      long[] hashes = hashes(keys);
      for (int i = 0; i < rows; i++) {
        byte[] other = known.put(hashes[i], keys.get(i));
        assertEquals(null, other, Arrays.toString(other));
      }
    }
  }

  /** Keys in sequence are the same number for each of some tasks, and share no place in a set. */
  @Test
  void keysInSequenceSpreadOverAllNumbers() {
    int rows = 1 << 16;
    for (long step : new long[] {1, 2, 1_000, 1L << 32}) {
      try (BigIntVector keys = new BigIntVector("k", allocator)) {
        for (int i = 0; i < rows; i++) {
          keys.setSafe(i, i * step);
        }
        keys.setValueCount(rows);
        for (int shift : new int[] {60, 0}) {
          long[] counts = new long[16];
          LongStream.of(hashes(keys)).forEach(hash -> counts[(int) (hash >>> shift) & 15]++);

          double even = rows / 16.0;
          for (long count : counts) {
            assertEquals(even, count, even / 10, () -> step + ": " + Arrays.toString(counts));
          }
        }
      }
    }
  }

  @Test
  void ofFewerBitsTheHighOnesAreTheSame() {
    try (FieldVector keys = KeyType.of("str").vector(allocator, List.of(1, 2, 3))) {
      long[] hashes = hashes(keys);
      long[] few = new long[3];
      new KeyHash(5).put(keys, 3, few, 0);

      assertTrue(IntStream.range(0, 3).allMatch(i -> few[i] == hashes[i] >> 59 << 59));
    }
  }
}
