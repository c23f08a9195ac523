package io.sparklancedb.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RowSpanTest {
  private static final RowSpan FIRST = new RowSpan(0, 10);
  private static final RowSpan THIRD = new RowSpan(20, 30);

  @Test
  void holdsWhatEitherHoldsAndWhatIsBetween() {
    assertEquals(new RowSpan(0, 30), FIRST.or(THIRD));
    assertEquals(THIRD, RowSpan.NONE.or(THIRD));
    assertEquals(THIRD, THIRD.or(RowSpan.NONE));
    assertEquals(RowSpan.ALL, THIRD.or(RowSpan.ALL));
  }

  @Test
  void holdsWhatBothHold() {
    assertTrue(FIRST.and(THIRD).isEmpty());
    assertTrue(THIRD.and(RowSpan.NONE).isEmpty());
    assertEquals(THIRD, THIRD.and(RowSpan.ALL));
    assertEquals(new RowSpan(20, 25), THIRD.and(new RowSpan(5, 25)));
    assertFalse(RowSpan.ALL.isEmpty());
  }

  @Test
  void isNothingAfterNothingInCommon() {
    assertEquals(THIRD, FIRST.and(THIRD).or(THIRD));
    assertEquals(THIRD, THIRD.or(FIRST.and(THIRD)));
  }
}
