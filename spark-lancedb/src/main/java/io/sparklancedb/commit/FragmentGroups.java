package io.sparklancedb.commit;

import java.util.ArrayList;
import java.util.List;
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
    long rows = fragments.stream().mapToLong(FragmentMetadata::getPhysicalRows).sum();
    long rowsOfOne = Math.max(1, rows / ((long) parallelism * GROUPS_OF_ONE_CORE));
    List<List<Integer>> groups = new ArrayList<>();
    List<Integer> group = new ArrayList<>();
    long rowsOfGroup = 0;
    for (FragmentMetadata fragment : fragments) {
      group.add(fragment.getId());
      rowsOfGroup += fragment.getPhysicalRows();
      if (rowsOfGroup >= rowsOfOne) {
        groups.add(group);
        group = new ArrayList<>();
        rowsOfGroup = 0;
      }
    }
    if (!group.isEmpty()) {
      groups.add(group);
    }
    return groups;
  }
}
