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
 * @param parts in the table's order
 * @param pruned fragments in which indexes found nothing
 * @param answered the filters that indexes have answered for rows that are given by id
 * @param indexes what they told
 */
record Selection(
    List<FragmentPart> parts, int pruned, List<PushedFilter> answered, Indexes indexes) {
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

  Selection {
    parts = List.copyOf(parts);
    answered = List.copyOf(answered);
  }

  static Selection all(List<FragmentMetadata> fragments, Indexes indexes) {
    return new Selection(
        fragments.stream().map(FragmentPart::whole).toList(), 0, List.of(), indexes);
  }

  /** At most so many rows are read; filters that indexes have not answered may drop some. */
  long count() {
    return parts.stream().mapToLong(FragmentPart::count).sum();
  }

  /** Rows in fragments that no index knows. */
  long unsearched() {
    return parts.stream()
        .filter(part -> isUnsearched(part.rows()))
        .mapToLong(FragmentPart::cost)
        .sum();
  }

  /** Rows that indexes found. */
  long matching() {
    return parts.stream()
        .filter(part -> part.rows() instanceof Rows.At || part.rows() instanceof Rows.Matching)
        .mapToLong(FragmentPart::count)
        .sum();
  }

  /** The filters that are to be evaluated where the rows come by id. */
  List<PushedFilter> unanswered(List<PushedFilter> filters) {
    Set<PushedFilter> done = new HashSet<>(answered);
    return filters.stream().filter(filter -> !done.contains(filter)).toList();
  }

  /** With these parts of it alone. */
  Selection leaving(List<FragmentPart> left) {
    return new Selection(left, pruned + parts.size() - left.size(), answered, indexes);
  }

  List<FragmentMetadata> fragments() {
    return parts.stream().map(FragmentPart::fragment).toList();
  }

  /** Leaves out the first rows of the table. Only for a selection of all rows. */
  Selection after(long rows) {
    List<FragmentPart> left = new ArrayList<>();
    long toSkip = rows;
    for (FragmentPart part : parts) {
      if (toSkip >= part.count()) {
        toSkip -= part.count();
      } else {
        Rows run = new Rows.Run(toSkip, part.count() - toSkip);
        left.add(toSkip == 0 ? part : new FragmentPart(part.fragment(), run));
        toSkip = 0;
      }
    }
    return new Selection(left, pruned, answered, indexes);
  }

  /** The first fragments that have so many rows. Only for a selection without filters. */
  Selection first(long rows) {
    List<FragmentPart> kept = new ArrayList<>();
    long missing = rows;
    for (FragmentPart part : parts) {
      if (missing > 0) {
        kept.add(part);
        missing -= part.count();
      }
    }
    return new Selection(kept, pruned, answered, indexes);
  }

  /** All of it for one task. */
  LanceDbInputPartition whole(List<PushedFilter> filters, int batchRows) {
    List<Integer> fragments = parts.stream().map(part -> part.fragment().getId()).toList();
    boolean byId = !parts.isEmpty();
    for (FragmentPart part : parts) {
      byId &= part.rows() instanceof Rows.At;
    }
    if (!byId) {
      return new LanceDbInputPartition(
          fragments, new Rows.All(), null, batchRows, indexes.mayBeAskedAgain(), List.of());
    }
    List<Long> ids =
        parts.stream()
            .flatMap(part -> ((Rows.At) part.rows()).ids().stream())
            .collect(Collectors.toList());
    return new LanceDbInputPartition(fragments, new Rows.At(ids), null, batchRows, true, List.of());
  }

  /**
   * Whether a task does well to ask indexes for these rows once more: not where they know nothing,
   * which would cost Lance ten times a scan, nor where they know too much.
   */
  boolean useIndex(Rows rows) {
    boolean isUnknown = indexes == Indexes.FOUND && isUnsearched(rows);
    return indexes.mayBeAskedAgain() && !isUnknown;
  }

  private static boolean isUnsearched(Rows rows) {
    return rows instanceof Rows.All || rows instanceof Rows.Slice;
  }
}
