package io.sparklancedb.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.lance.FragmentMetadata;

/** Shares the fragments of a version out to tasks. */
final class FragmentGroups {
  /** So that the slowest task makes the others wait for little. */
  private static final int GROUPS_OF_ONE_CORE = 3;

  private FragmentGroups() {}

  /**
   * @param parallelism how many tasks run at the same time
   * @return ids of neighbouring fragments, in groups of about the same number of rows
   */
  static List<List<Integer>> of(List<FragmentMetadata> fragments, int parallelism) {
    return of(
        fragments.stream().map(f -> new Share(f.getId(), f.getPhysicalRows())).toList(),
        parallelism,
        Long.MAX_VALUE);
  }

  /**
   * @param mostRows of a group that has several fragments
   * @return places of fragments
   */
  static List<List<Integer>> ofWritten(
      List<WrittenFragment> fragments, int parallelism, long mostRows) {
    return of(
        IntStream.range(0, fragments.size())
            .mapToObj(place -> new Share(place, fragments.get(place).rows()))
            .toList(),
        parallelism,
        mostRows);
  }

  /** What one fragment adds to a group. */
  private record Share(int fragment, long rows) {}

  private static List<List<Integer>> of(List<Share> shares, int parallelism, long mostRows) {
    long rows = shares.stream().mapToLong(Share::rows).sum();
    long rowsOfOne = Math.max(1, rows / ((long) parallelism * GROUPS_OF_ONE_CORE));
    List<List<Integer>> groups = new ArrayList<>();
    List<Integer> group = new ArrayList<>();
    long rowsOfGroup = 0;
    for (Share share : shares) {
      if (rowsOfGroup >= rowsOfOne || rowsOfGroup > 0 && rowsOfGroup + share.rows() > mostRows) {
        groups.add(group);
        group = new ArrayList<>();
        rowsOfGroup = 0;
      }
      group.add(share.fragment());
      rowsOfGroup += share.rows();
    }
    if (!group.isEmpty()) {
      groups.add(group);
    }
    return groups;
  }
}
