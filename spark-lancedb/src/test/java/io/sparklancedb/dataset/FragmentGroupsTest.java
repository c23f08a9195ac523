package io.sparklancedb.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lance.FragmentMetadata;

class FragmentGroupsTest {
  private static FragmentMetadata fragment(int id, long rows) {
    return new FragmentMetadata(id, List.of(), rows, null, null);
  }

  private static List<FragmentMetadata> fragments(int count, long rows) {
    return IntStream.range(0, count).mapToObj(id -> fragment(id, rows)).toList();
  }

  private static List<Integer> ids(List<List<Integer>> groups) {
    return groups.stream().flatMap(List::stream).toList();
  }

  @Test
  void manyFragmentsAreFewGroups() {
    List<List<Integer>> groups = FragmentGroups.of(fragments(10_000, 10), 24);

    assertTrue(groups.size() >= 24 && groups.size() <= 25, () -> "" + groups.size());
    assertEquals(IntStream.range(0, 10_000).boxed().toList(), ids(groups));
  }

  @Test
  void fragmentsWithoutRowsAreLookedAtAsWell() {
    assertEquals(List.of(List.of(0, 1, 2)), FragmentGroups.of(fragments(3, 0), 24));
    assertEquals(
        List.of(List.of(0), List.of(1), List.of(2)),
        FragmentGroups.of(List.of(fragment(0, 9), fragment(1, 9), fragment(2, 0)), 3));
  }

  @Test
  void aLargeFragmentIsAGroupOfItsOwn() {
    assertEquals(
        List.of(List.of(0), List.of(1), List.of(2, 3)),
        FragmentGroups.of(
            List.of(fragment(0, 1_000), fragment(1, 1_000), fragment(2, 1), fragment(3, 1)), 3));
  }
}
