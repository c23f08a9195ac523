package io.sparklancedb.read;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a selection into parts for tasks: small fragments are packed together, large ones sliced.
 */
final class Splits {
  /** How a fragment is cut. */
  enum Cut {
    RUNS,
    SLICES
  }

  private final long rowsOfOne;
  private final Cut cut;
  private final long mostRowsOfOne;
  private final List<Split> splits = new ArrayList<>();
  private List<FragmentPart> pack = new ArrayList<>();
  private long packed;

  /** Fragments of one task; more than one only where they are read whole or by row id. */
  record Split(List<FragmentPart> parts, Rows rows) {
    Split {
      parts = List.copyOf(parts);
    }

    List<Integer> fragments() {
      return parts.stream().map(part -> part.fragment().getId()).toList();
    }
  }

  private Splits(long rowsOfOne, Cut cut) {
    this.rowsOfOne = rowsOfOne;
    this.cut = cut;
    this.mostRowsOfOne = rowsOfOne + Math.min(rowsOfOne, SplitSize.FEWEST_ROWS);
  }

  /**
   * @param rowsOfOne about what one task reads, at least 1
   */
  static List<Split> of(List<FragmentPart> parts, long rowsOfOne, Cut cut) {
    Splits splits = new Splits(rowsOfOne, cut);
    parts.forEach(splits::add);
    splits.endPack();
    return splits.splits;
  }

  private void add(FragmentPart part) {
    if (part.rows() instanceof Rows.Run run) {
      endPack();
      cut(part, run.skipped(), run.count());
      return;
    }
    if (part.rows() instanceof Rows.Slice slice) {
      endPack();
      cut(part, slice.from(), slice.count());
      return;
    }
    if (part.rows() instanceof Rows.All && part.cost() > mostRowsOfOne) {
      boolean runs = cut == Cut.RUNS;
      cut(part, 0, runs ? part.count() : part.fragment().getPhysicalRows());
      return;
    }
    boolean alike = pack.isEmpty() || pack.get(0).rows().getClass() == part.rows().getClass();
    if (!alike || packed + part.cost() > mostRowsOfOne) {
      endPack();
    }
    pack.add(part);
    packed += part.cost();
  }

  private void cut(FragmentPart part, long from, long rows) {
    long pieces = rows <= mostRowsOfOne ? 1 : (rows + rowsOfOne - 1) / rowsOfOne;
    for (long i = 0; i < pieces; i++) {
      long start = from + rows * i / pieces;
      long end = from + rows * (i + 1) / pieces;
      Rows piece = cut == Cut.RUNS ? new Rows.Run(start, end - start) : new Rows.Slice(start, end);
      splits.add(new Split(List.of(part), piece));
    }
  }

  private void endPack() {
    if (!pack.isEmpty()) {
      splits.add(new Split(pack, rows(pack)));
      pack = new ArrayList<>();
      packed = 0;
    }
  }

  private static Rows rows(List<FragmentPart> pack) {
    if (!(pack.get(0).rows() instanceof Rows.At)) {
      return new Rows.All();
    }
    return new Rows.At(
        pack.stream().flatMap(part -> ((Rows.At) part.rows()).ids().stream()).toList());
  }
}
