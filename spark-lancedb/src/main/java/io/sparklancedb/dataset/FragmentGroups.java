package io.sparklancedb.dataset;

import java.util.ArrayList;
import java.util.List;
import org.lance.FragmentMetadata;

/** Shares fragments out to tasks. */
public final class FragmentGroups {
  /** So that the slowest task makes the others wait for little. */
  public static final int OF_ONE_CORE = 3;

  private FragmentGroups() {}

  /** What one fragment adds to a group. */
  public record Share(int fragment, long rows) {}

  /**
   * @param most about how many groups
   * @return ids of neighbouring fragments, in groups of about the same number of rows
   */
  public static List<List<Integer>> of(List<FragmentMetadata> fragments, int most) {
    return of(
        fragments.stream().map(f -> new Share(f.getId(), f.getPhysicalRows())).toList(),
        most,
        Long.MAX_VALUE);
  }

  /**
   * @param most about how many groups
   * @param mostRows of a group that has several fragments
   */
  public static List<List<Integer>> of(List<Share> shares, int most, long mostRows) {
    long rows = shares.stream().mapToLong(Share::rows).sum();
    long rowsOfOne = Math.max(1, rows / most);
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
