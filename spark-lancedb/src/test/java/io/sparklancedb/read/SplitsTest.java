package io.sparklancedb.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lance.FragmentMetadata;

class SplitsTest {
  @Test
  void packsSmallFragmentsTogether() {
    List<LanceDbInputPartition> splits = Splits.of(fragments(100_000, 10), 2);

    assertTrue(splits.size() <= 62, () -> splits.size() + " splits");
    assertEquals(
        IntStream.range(0, 100_000).boxed().toList(),
        splits.stream().flatMap(split -> split.fragments().stream()).toList());
  }

  @Test
  void slicesALargeFragmentForAllCores() {
    List<LanceDbInputPartition> splits = Splits.of(fragments(1, 1_000_003), 2);

    assertEquals(4, splits.size());
    long next = 0;
    for (LanceDbInputPartition split : splits) {
      assertEquals(next, split.slice().from());
      next = split.slice().to();
    }
    assertEquals(1_000_003, next);
  }

  @Test
  void leavesASmallTableWhole() {
    assertEquals(
        List.of(new LanceDbInputPartition(List.of(0), null)), Splits.of(fragments(1, 100), 8));
  }

  @Test
  void hasNothingToReadInAnEmptyTable() {
    assertEquals(List.of(), Splits.of(List.of(), 2));
  }

  private static List<FragmentMetadata> fragments(int count, long rows) {
    List<FragmentMetadata> fragments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      fragments.add(new FragmentMetadata(i, List.of(), rows, null, null));
    }
    return fragments;
  }
}
