package io.sparklancedb.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.key.KeyRange.Order;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyRangeTest {
  private static final KeyRange ANYWHERE =
      new KeyRange(Order.UNKNOWN, Long.MIN_VALUE, Long.MAX_VALUE);

  private final BufferAllocator allocator = ArrowMemory.newChild("KeyRangeTest");

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  @Test
  void rowsWhoseKeysGrowAreInOrder() {
    assertEquals(new KeyRange(Order.INCREASING, -5, 7), range(List.of(-5L, 0L, 7L)));
    assertEquals(new KeyRange(Order.INCREASING, 3, 3), range(List.of(3L)));
    assertEquals(
        new KeyRange(Order.INCREASING, Long.MIN_VALUE, Long.MAX_VALUE),
        range(List.of(Long.MIN_VALUE, 0L), List.of(1L, Long.MAX_VALUE)));
  }

  @Test
  void aKeyThatIsThereTwiceOrComesLateIsInNoOrder() {
    assertEquals(new KeyRange(Order.NONE, 1, 2), range(List.of(1L, 2L, 2L)));
    assertEquals(new KeyRange(Order.NONE, 1, 2), range(List.of(1L, 2L), List.of(2L)));
    assertEquals(new KeyRange(Order.NONE, -1, 9), range(List.of(1L, 9L), List.of(-1L)));
    assertEquals(new KeyRange(Order.NONE, 1, 5), range(List.of(2L, 1L), List.of(4L, 5L)));
    assertEquals(
        new KeyRange(Order.NONE, Long.MAX_VALUE, Long.MAX_VALUE),
        range(List.of(Long.MAX_VALUE, Long.MAX_VALUE)));
  }

  @Test
  void noRowsAreNowhere() {
    assertTrue(KeyRange.EMPTY.isEmpty());
    assertEquals(KeyRange.EMPTY, range(List.of()));
    assertEquals(new KeyRange(Order.INCREASING, 4, 4), range(List.of(), List.of(4L), List.of()));
    assertFalse(range(List.of(4L)).isEmpty());
  }

  @Test
  void keysThatAreNotComparedAsNumbersAreAnywhere() {
    for (String type : List.of("str", "lstr", "bin", "lbin", "fbin", "dec")) {
      try (FieldVector keys = KeyType.of(type).vector(allocator, List.of(1, 2))) {
        assertEquals(ANYWHERE, KeyRange.EMPTY.with(keys, 2), type);
        assertEquals(ANYWHERE, KeyRange.EMPTY.with(keys, 1).with(keys, 1), type);
      }
    }
  }

  @Test
  void onlyTheFirstRowsCount() {
    try (FieldVector keys = KeyType.of("i32").vector(allocator, List.of(3, 4, 1))) {
      KeyRange two = KeyRange.EMPTY.with(keys, 2);

      assertEquals(Order.INCREASING, two.order());
      assertEquals(1, two.greatest() - two.least());
    }
  }

  @SafeVarargs
  private KeyRange range(List<Long>... batches) {
    KeyRange range = KeyRange.EMPTY;
    for (List<Long> batch : batches) {
      try (FieldVector keys = KeyType.of("i64").field().createVector(allocator)) {
        keys.allocateNew();
        KeyType.fill(keys, batch);
        range = range.with(keys, batch.size());
      }
    }
    return range;
  }
}
