package io.sparklancedb.commit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.sparklancedb.commit.KeyReader.Outcome.Keys;
import io.sparklancedb.commit.Matches.Updates;
import io.sparklancedb.key.LongKeySet;
import org.junit.jupiter.api.Test;

class UpdatedRowsTest {
  @Test
  void updatesAreInTheOrderOfTheWrittenRows() {
    UpdatedRows rows = new UpdatedRows();
    rows.add(2, 7L << 32);
    rows.add(0, Long.MAX_VALUE);
    rows.add(1, 3);

    Updates updates = rows.updates(new Keys(new LongKeySet(), 3, new int[] {4, 9, 2_000_000_000}));

    assertArrayEquals(new int[] {4, 9, 2_000_000_000}, updates.ordinals());
    assertArrayEquals(new long[] {Long.MAX_VALUE, 3, 7L << 32}, updates.addresses());
  }

  /** Other writers may leave a key in two rows. */
  @Test
  void ofTwoRowsOfAKeyTheLastOneCounts() {
    UpdatedRows rows = new UpdatedRows();
    for (int i = 0; i < 5_000; i++) {
      rows.add(i % 3, i);
    }

    Updates updates = rows.updates(new Keys(new LongKeySet(), 3, null));

    assertArrayEquals(new int[] {0, 1, 2}, updates.ordinals());
    assertArrayEquals(new long[] {4_998, 4_999, 4_997}, updates.addresses());
  }

  @Test
  void noneAreNone() {
    Updates updates = new UpdatedRows().updates(new Keys(new LongKeySet(), 3, null));

    assertArrayEquals(new int[0], updates.ordinals());
    assertArrayEquals(new long[0], updates.addresses());
  }
}
