package io.sparklancedb.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.arrow.column.LongValues;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
