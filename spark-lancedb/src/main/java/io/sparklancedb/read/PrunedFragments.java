package io.sparklancedb.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.lance.FragmentMetadata;

/**
 * What a scan reads, after indexes were asked.
 *
 * @param slices in the table's order
 * @param pruned fragments in which indexes found nothing
 * @param answered the filters that indexes have answered for rows that are given by id
 * @param indexes what they told
 */
record PrunedFragments(
    List<FragmentSlice> slices, int pruned, List<PushedFilter> answered, Indexes indexes) {
  /** What indexes told about the filters. */
  enum Indexes {
    /** Nothing was asked, or nothing that spares a look at the rows. */
    SILENT,
    /** Which rows match. */
    FOUND,
    /** So many rows match that reading all of them is faster than fetching each. */
    TOO_MANY,
    /** Lance would find too few rows by them. */
    MISLEADING,
    /** They could not be read. */
    UNREADABLE;

    private boolean mayBeAskedAgain() {
      return this == SILENT || this == FOUND;
    }
  }

  PrunedFragments {
    slices = List.copyOf(slices);
    answered = List.copyOf(answered);
  }

  static PrunedFragments all(List<FragmentMetadata> fragments, Indexes indexes) {
    return new PrunedFragments(
        fragments.stream().map(FragmentSlice::whole).toList(), 0, List.of(), indexes);
  }

  /** At most so many rows are read; filters that indexes have not answered may drop some. */
  long count() {
    return slices.stream().mapToLong(FragmentSlice::count).sum();
  }

  /** Rows in fragments that no index knows. */
  long unsearched() {
    return slices.stream()
        .filter(slice -> isUnsearched(slice.rows()))
        .mapToLong(FragmentSlice::cost)
        .sum();
  }

  /** Rows that indexes found. */
  long matching() {
    return slices.stream()
        .filter(
            slice ->
                slice.rows() instanceof RowSelection.RowIds
                    || slice.rows() instanceof RowSelection.MatchCount)
        .mapToLong(FragmentSlice::count)
        .sum();
  }

  /** The filters that are to be evaluated where the rows come by id. */
  List<PushedFilter> unanswered(List<PushedFilter> filters) {
    Set<PushedFilter> done = new HashSet<>(answered);
    return filters.stream().filter(filter -> !done.contains(filter)).toList();
  }

  /** With these slices of it alone. */
  PrunedFragments leaving(List<FragmentSlice> left) {
    return new PrunedFragments(left, pruned + slices.size() - left.size(), answered, indexes);
  }

  List<FragmentMetadata> metadata() {
    return slices.stream().map(FragmentSlice::fragment).toList();
  }

  /** Leaves out the first rows of the table. Only where it holds all rows. */
  PrunedFragments after(long rows) {
    List<FragmentSlice> left = new ArrayList<>();
    long toSkip = rows;
    for (FragmentSlice slice : slices) {
      if (toSkip >= slice.count()) {
        toSkip -= slice.count();
      } else {
        RowSelection rest = new RowSelection.LiveRows(toSkip, slice.count() - toSkip);
        left.add(toSkip == 0 ? slice : new FragmentSlice(slice.fragment(), rest));
        toSkip = 0;
      }
    }
    return new PrunedFragments(left, pruned, answered, indexes);
  }

  /** The first fragments that have so many rows. Only where there is no filter. */
  PrunedFragments first(long rows) {
    List<FragmentSlice> kept = new ArrayList<>();
    long missing = rows;
    for (FragmentSlice slice : slices) {
      if (missing > 0) {
        kept.add(slice);
        missing -= slice.count();
      }
    }
    return new PrunedFragments(kept, pruned, answered, indexes);
  }

  /** All of it for one task. */
  LanceDbInputPartition whole(List<PushedFilter> filters, int batchRows) {
    List<Integer> fragments = slices.stream().map(slice -> slice.fragment().getId()).toList();
    boolean byId = !slices.isEmpty();
    for (FragmentSlice slice : slices) {
      byId &= slice.rows() instanceof RowSelection.RowIds;
    }
    if (!byId) {
      return new LanceDbInputPartition(
          fragments,
          new RowSelection.All(),
          new ReadPath.Scanner(),
          batchRows,
          indexes.mayBeAskedAgain(),
          List.of());
    }
    List<Long> ids =
        slices.stream()
            .flatMap(slice -> ((RowSelection.RowIds) slice.rows()).ids().stream())
            .collect(Collectors.toList());
    return new LanceDbInputPartition(
        fragments,
        new RowSelection.RowIds(ids),
        new ReadPath.Scanner(),
        batchRows,
        true,
        List.of());
  }

  /**
   * Whether a task does well to ask indexes for these rows once more: not where they know nothing,
   * which would cost Lance ten times a scan, nor where they know too much.
   */
  boolean useIndex(RowSelection rows) {
    boolean isUnknown = indexes == Indexes.FOUND && isUnsearched(rows);
    return indexes.mayBeAskedAgain() && !isUnknown;
  }

  private static boolean isUnsearched(RowSelection rows) {
    return rows instanceof RowSelection.All || rows instanceof RowSelection.Positions;
  }
}
