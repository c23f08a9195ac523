package io.sparklancedb.read;

import java.util.ArrayList;
import java.util.List;

/** Divides the fragments of a scan among tasks: small ones are packed together, large ones cut. */
final class Splits {
  /** How a fragment is cut. */
  enum Cut {
    LIVE_ROWS,
    POSITIONS
  }

  private final long rowsOfOne;
  private final Cut cut;
  private final long mostRowsOfOne;
  private final List<Split> splits = new ArrayList<>();
  private List<FragmentSlice> pack = new ArrayList<>();
  private long packed;

  /** Fragments of one task; more than one only where they are read whole or by row id. */
  record Split(List<FragmentSlice> slices, RowSelection rows) {
    Split {
      slices = List.copyOf(slices);
    }

    List<Integer> fragments() {
      return slices.stream().map(slice -> slice.fragment().getId()).toList();
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
  static List<Split> of(List<FragmentSlice> slices, long rowsOfOne, Cut cut) {
    Splits splits = new Splits(rowsOfOne, cut);
    slices.forEach(splits::add);
    splits.endPack();
    return splits.splits;
  }

  private void add(FragmentSlice slice) {
    if (slice.rows() instanceof RowSelection.LiveRows live) {
      endPack();
      cut(slice, live.skipped(), live.count());
      return;
    }
    if (slice.rows() instanceof RowSelection.Positions positions) {
      endPack();
      cut(slice, positions.from(), positions.count());
      return;
    }
    if (slice.rows() instanceof RowSelection.All && slice.cost() > mostRowsOfOne) {
      boolean runs = cut == Cut.LIVE_ROWS;
      cut(slice, 0, runs ? slice.count() : slice.fragment().getPhysicalRows());
      return;
    }
    boolean alike = pack.isEmpty() || pack.get(0).rows().getClass() == slice.rows().getClass();
    if (!alike || packed + slice.cost() > mostRowsOfOne) {
      endPack();
    }
    pack.add(slice);
    packed += slice.cost();
  }

  private void cut(FragmentSlice slice, long from, long rows) {
    long pieces = rows <= mostRowsOfOne ? 1 : (rows + rowsOfOne - 1) / rowsOfOne;
    for (long i = 0; i < pieces; i++) {
      long start = from + rows * i / pieces;
      long end = from + rows * (i + 1) / pieces;
      RowSelection piece =
          cut == Cut.LIVE_ROWS
              ? new RowSelection.LiveRows(start, end - start)
              : new RowSelection.Positions(start, end);
      splits.add(new Split(List.of(slice), piece));
    }
  }

  private void endPack() {
    if (!pack.isEmpty()) {
      splits.add(new Split(pack, rows(pack)));
      pack = new ArrayList<>();
      packed = 0;
    }
  }

  private static RowSelection rows(List<FragmentSlice> pack) {
    if (!(pack.get(0).rows() instanceof RowSelection.RowIds)) {
      return new RowSelection.All();
    }
    return new RowSelection.RowIds(
        pack.stream()
            .flatMap(slice -> ((RowSelection.RowIds) slice.rows()).ids().stream())
            .toList());
  }
}
