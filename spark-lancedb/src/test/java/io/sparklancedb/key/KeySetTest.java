package io.sparklancedb.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.arrow.column.LongValues;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetTest {
  private final BufferAllocator allocator = ArrowMemory.newChild("KeySetTest");

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  @Test
  void agreesWithAHashSetOnRandomNumbers() {
    Random random = new Random(1);
    Set<Long> model = new HashSet<>();
    LongKeySet keys = new LongKeySet();
    for (int i = 0; i < 200_000; i++) {
      long key = random.nextBoolean() ? random.nextLong() : random.nextInt(100_000) - 50_000;
      assertEquals(model.add(key), keys.add(key), () -> "add " + key);
    }

    Set<Long> listed = new HashSet<>();
    keys.forEach(listed::add);
    assertEquals(model, listed);
    assertEquals(model.size(), keys.size());
    for (int i = 0; i < 100_000; i++) {
      long key = random.nextInt(200_000) - 100_000;
      assertEquals(model.contains(key), keys.numberOf(key) != KeySet.NONE, () -> "contains " + key);
    }
  }

  @Test
  void agreesWithAHashSetOnRandomTexts() {
    Random random = new Random(2);
    Set<String> model = new HashSet<>();
    BytesKeySet keys = new BytesKeySet();
    for (int batch = 0; batch < 50; batch++) {
      List<String> fresh = new ArrayList<>();
      while (fresh.size() < 1_000) {
        String text = "k".repeat(random.nextInt(40)) + random.nextInt(1_000_000);
        if (model.add(text)) {
          fresh.add(text);
        }
      }
      try (VarCharVector vector = texts(fresh)) {
        assertEquals(
            KeySet.NONE, keys.addAll(vector, fresh.size(), KeyPartition.ALL, Integer.MAX_VALUE));
        assertEquals(0, keys.addAll(vector, fresh.size(), KeyPartition.ALL, Integer.MAX_VALUE));
        assertEquals(KeySet.NONE, keys.addAll(vector, fresh.size(), KeyPartition.ALL, 0));
      }
    }

    Set<String> listed = new HashSet<>();
    keys.forEach(bytes -> listed.add(new String(bytes, StandardCharsets.UTF_8)));
    assertEquals(model, listed);
  }

  @Test
  void findsThePositionsOfItsKeysAndNoNulls() {
    try (BigIntVector own = new BigIntVector("k", allocator);
        BigIntVector others = new BigIntVector("k", allocator)) {
      own.setSafe(0, 0L);
      own.setSafe(1, Long.MIN_VALUE);
      own.setValueCount(2);
      others.setSafe(0, 5L);
      others.setNull(1);
      others.setSafe(2, 0L);
      others.setSafe(3, Long.MIN_VALUE);
      others.setValueCount(4);
      KeySet keys = KeySet.of(own);
      keys.addAll(own, 2, KeyPartition.ALL, Integer.MAX_VALUE);

      assertEquals(List.of(2, 3), matches(keys, others));
    }
  }

  @Test
  void takesTheEmptyTextForAKeyAndATextThatIsLargerThanAChunk() {
    String large = "x".repeat(3 << 20);
    try (VarCharVector vector = texts(List.of("", large, "y"))) {
      KeySet keys = KeySet.of(vector);

      assertEquals(KeySet.NONE, keys.addAll(vector, 3, KeyPartition.ALL, Integer.MAX_VALUE));
      assertEquals(List.of(0, 1, 2), matches(keys, vector));
    }
  }

  @Test
  void readsNumbersOfEveryWidth() {
    try (BitVector bits = new BitVector("k", allocator);
        TinyIntVector bytes = new TinyIntVector("k", allocator)) {
      for (int i = 0; i < 20; i++) {
        bits.setSafe(i, i == 17 ? 1 : 0);
        bytes.setSafe(i, -i);
      }
      bits.setValueCount(20);
      bytes.setValueCount(20);

      assertEquals(1, LongValues.of(bits).at(17));
      assertEquals(0, LongValues.of(bits).at(16));
      assertEquals(-7, LongValues.of(bytes).at(7));
    }
  }

  static List<KeyType> types() {
    return KeyType.all();
  }

  @ParameterizedTest
  @MethodSource("types")
  void numbersAndFindsKeysOfEveryType(KeyType type) {
    int count = Math.min(3_000, type.distinct());
    List<Integer> own = IntStream.range(0, count).filter(i -> i % 2 == 0).boxed().toList();
    List<Integer> others = IntStream.range(-1, count).boxed().toList();
    try (FieldVector keys = type.vector(allocator, own);
        FieldVector looked = type.vector(allocator, others)) {
      KeySet set = KeySet.of(keys);
      int half = own.size() / 2;
      assertEquals(KeySet.NONE, set.addAll(keys, half, KeyPartition.ALL, Integer.MAX_VALUE));
      assertEquals(KeySet.NONE, set.addAll(keys, own.size(), KeyPartition.ALL, 0));

      assertEquals(own.size(), set.size());
      Map<Integer, Integer> expected = new TreeMap<>();
      own.forEach(i -> expected.put(i + 1, i / 2));
      assertEquals(expected, numbers(set, looked));
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void tellsTheFirstKeyThatMustNotComeAgain(KeyType type) {
    if (type.distinct() < 5) {
      return;
    }
    try (FieldVector first = type.vector(allocator, List.of(3, 0, 1));
        FieldVector more = type.vector(allocator, List.of(2, 1, 4, 0, 3))) {
      KeySet all = set(first);
      assertEquals(1, all.addAll(more, 5, KeyPartition.ALL, Integer.MAX_VALUE));

      KeySet two = set(first);
      assertEquals(3, two.addAll(more, 5, KeyPartition.ALL, 2));
      assertEquals(5, two.size());

      KeySet none = set(first);
      assertEquals(KeySet.NONE, none.addAll(more, 5, KeyPartition.ALL, 0));
      assertEquals(KeySet.NONE, none.addAll(more, 5, KeyPartition.ALL, 0));
      assertEquals(Map.of(0, 3, 1, 2, 2, 4, 3, 1, 4, 0), numbers(none, more));
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void eachKeyIsInOneOfThePartitions(KeyType type) {
    int count = Math.min(5_000, type.distinct());
    try (FieldVector keys = type.vector(allocator, IntStream.range(0, count).boxed().toList())) {
      for (int partitions : new int[] {1, 2, 16, 1_024}) {
        Set<Integer> found = new HashSet<>();
        int largest = 0;
        for (int i = 0; i < partitions; i++) {
          KeySet set = KeySet.of(keys);
          KeyPartition part = new KeyPartition(i, partitions);
          assertEquals(KeySet.NONE, set.addAll(keys, count, part, Integer.MAX_VALUE));
          matches(set, keys).forEach(at -> assertTrue(found.add(at), "twice: " + at));
          largest = Math.max(largest, set.size());
        }
        assertEquals(count, found.size());
        boolean isSpread = largest <= 20 + 2 * count / partitions;
        assertTrue(isSpread, largest + " of " + count + " in one of " + partitions);
      }
    }
  }

  @Test
  void numbersOfOneHashAreKeysOfTheirOwn() {
    LongKeySet keys = new LongKeySet();
    List<Long> colliding = LongStream.range(1, 3_000).map(KeySetTest::ofHashZero).boxed().toList();
    colliding.forEach(key -> assertTrue(keys.add(key)));
    colliding.forEach(key -> assertFalse(keys.add(key)));

    for (int i = 0; i < colliding.size(); i++) {
      assertEquals(i, keys.numberOf(colliding.get(i)));
    }
    assertEquals(KeySet.NONE, keys.numberOf(ofHashZero(3_000)));
  }

  /** The set multiplies with an odd number, and folds the upper half of the product. */
  private static long ofHashZero(long i) {
    long inverse =
        BigInteger.valueOf(0x9E3779B97F4A7C15L)
            .modInverse(BigInteger.ONE.shiftLeft(64))
            .longValue();
    return (i << 32 | i) * inverse;
  }

  @Test
  void textsOfOneHashAreKeysOfTheirOwn() {
    Map<Integer, String> ofHash = new HashMap<>();
    List<String> colliding = new ArrayList<>();
    for (int i = 0; colliding.size() < 6; i++) {
      String text = "k" + i;
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      int hash =
          Murmur3_x86_32.hashUnsafeBytes2(bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length, 42);
      String other = ofHash.putIfAbsent(hash, text);
      if (other != null) {
        colliding.addAll(List.of(other, text));
      }
    }
    try (VarCharVector all = texts(colliding);
        VarCharVector one = texts(colliding.subList(0, 1))) {
      assertEquals(List.of(0), matches(set(one), all));
      assertEquals(Map.of(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5), numbers(set(all), all));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"i64", "i8", "dec", "str", "fbin"})
  void tellsTheMemoryThatItTakes(String name) {
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    KeyType type = KeyType.of(name);
    for (int count : new int[] {1, 100, 5_000, 200_000}) {
      int keys = Math.min(count, type.distinct());
      try (FieldVector vector = type.vector(allocator, IntStream.range(0, keys).boxed().toList())) {
        KeySet set = KeySet.of(vector);
        set.addAll(vector, 1, KeyPartition.ALL, 0);
        long first = set.bytes();
        long before = memory.getThreadAllocatedBytes(Thread.currentThread().getId());
        set.addAll(vector, keys, KeyPartition.ALL, 0);
        long allocated = memory.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;

        // Arrays grow by doubling: of what was allocated half and more is still held.
        long most = 65_536 + first + allocated;
        long least = first + (allocated - 65_536) / 2;
        assertTrue(set.bytes() <= most && set.bytes() >= least, set.bytes() + " of " + allocated);
      }
    }
  }

  private static KeySet set(FieldVector keys) {
    KeySet set = KeySet.of(keys);
    int count = keys.getValueCount();
    assertEquals(KeySet.NONE, set.addAll(keys, count, KeyPartition.ALL, Integer.MAX_VALUE));
    return set;
  }

  private static Map<Integer, Integer> numbers(KeySet keys, FieldVector vector) {
    Map<Integer, Integer> numbers = new TreeMap<>();
    keys.forEachMatch(vector, vector.getValueCount(), numbers::put);
    return numbers;
  }

  private VarCharVector texts(List<String> values) {
    VarCharVector vector = new VarCharVector("k", allocator);
    for (int i = 0; i < values.size(); i++) {
      vector.setSafe(i, values.get(i).getBytes(StandardCharsets.UTF_8));
    }
    vector.setValueCount(values.size());
    return vector;
  }

  private static List<Integer> matches(KeySet keys, FieldVector vector) {
    List<Integer> positions = new ArrayList<>();
    keys.forEachMatch(
        vector, vector.getValueCount(), (position, number) -> positions.add(position));
    return positions;
  }
}
