package io.sparklancedb.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.arrow.ArrowMemory;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyLiteralsTest {
  private final BufferAllocator allocator = ArrowMemory.newChild("KeyLiteralsTest");

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bool",
        "i8",
        "i16",
        "i32",
        "i64",
        "date",
        "ts_MICROSECOND",
        "ntz_MICROSECOND",
        "str"
      })
  void areTheValuesThatSparkHasOfTheKeys(String name) {
    KeyType type = KeyType.of(name);
    int count = Math.min(3_000, type.distinct());
    List<Integer> numbers = IntStream.range(0, count).boxed().toList();

    Set<Object> expected = new HashSet<>(type.values(numbers));
    assertEquals(expected, new HashSet<>(literals(type, numbers).orElseThrow()));
  }

  @Test
  void areTheBytesOfBinaryKeys() {
    KeyType type = KeyType.of("bin");

    List<Object> literals = literals(type, List.of(7)).orElseThrow();
    assertEquals(1, literals.size());
    assertArrayEquals((byte[]) type.value().apply(7), (byte[]) literals.get(0));
  }

  @Test
  void areNoneOfNoKeys() {
    assertEquals(Optional.of(List.of()), literals(KeyType.of("i64"), List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "u8",
        "u16",
        "u32",
        "u64",
        "date64",
        "ts_SECOND",
        "ts_MILLISECOND",
        "ts_NANOSECOND",
        "ntz_NANOSECOND",
        "dur_MICROSECOND",
        "time",
        "dec",
        "lstr",
        "lbin",
        "fbin"
      })
  void thereAreNoneOfTypesThatSparkSeesInAnotherForm(String name) {
    assertEquals(Optional.empty(), literals(KeyType.of(name), List.of(1, 2)));
  }

  private Optional<List<Object>> literals(KeyType type, List<Integer> numbers) {
    try (FieldVector keys = type.vector(allocator, numbers)) {
      KeySet set = KeySet.of(keys);
      set.addAll(keys, numbers.size(), KeyPartition.ALL, Integer.MAX_VALUE);
      return KeyLiterals.of(type.field(), set);
    }
  }
}
