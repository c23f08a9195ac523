package io.sparklancedb.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.lance.FragmentMetadata;

/**
 * What a scan reads after indexes have left out fragments and rows.
 *
 * @param slices in the table's order
 * @param pruned fragments in which indexes found nothing
 * @param answered the filters that indexes have answered for rows that are given by id
 * @param indexes what they told
 */
record PrunedFragments(
    List<FragmentSlice> slices, int pruned, List<PushedFilter> answered, Indexes indexes) {
  /** What the indexes say about the filters. */
  enum Indexes {
    /** No index was asked, or its answer saves no reading. */
    SILENT,
    /** Which rows match. */
    FOUND,
    /** So many rows match that reading all of them is faster than fetching each. */
    TOO_MANY,
    /** Their answer would lack rows that match. */
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

  /** The most rows that are read. Filters that no index has answered may drop some of them. */
  long count() {
    return slices.stream().mapToLong(FragmentSlice::count).sum();
  }

  /** Rows in fragments that are not indexed. */
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

  /** The filters that must still be evaluated for rows that are fetched by id. */
  List<PushedFilter> unanswered(List<PushedFilter> filters) {
    Set<PushedFilter> done = new HashSet<>(answered);
    return filters.stream().filter(filter -> !done.contains(filter)).toList();
  }

  /** The same with only these slices. */
  PrunedFragments leaving(List<FragmentSlice> left) {
    return new PrunedFragments(left, pruned + slices.size() - left.size(), answered, indexes);
  }

  List<FragmentMetadata> metadata() {
    return slices.stream().map(FragmentSlice::fragment).toList();
  }

  /** Leaves out the first rows of the table. Only where all rows are read. */
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
   * Whether a task should use indexes for these rows. It should not where the rows are not indexed,
   * since an index lookup then costs ten times a scan, nor where too many rows match.
   */
  boolean useIndex(RowSelection rows) {
    boolean isUnknown = indexes == Indexes.FOUND && isUnsearched(rows);
    return indexes.mayBeAskedAgain() && !isUnknown;
  }

  private static boolean isUnsearched(RowSelection rows) {
    return rows instanceof RowSelection.All || rows instanceof RowSelection.Positions;
  }
}
