package io.sparklancedb.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.lance.FragmentMetadata;

class SplitsTest {
  private static final long FEW = SplitSize.FEWEST_ROWS;

  @Test
  void packsSmallFragmentsTogether() {
    List<Splits.Split> splits =
        Splits.of(whole(100_000, 10), rows(1_000_000, 8, 2), Splits.Cut.LIVE_ROWS);

    assertTrue(splits.size() <= 62, () -> splits.size() + " splits");
    assertEquals(
        IntStream.range(0, 100_000).boxed().toList(),
        splits.stream().flatMap(split -> split.fragments().stream()).toList());
  }

  @Test
  void slicesALargeFragmentForAllCores() {
    List<FragmentSlice> one = whole(1, 1_000_003);
    long rows = rows(1_000_003, 8, 2);

    long next = 0;
    for (Splits.Split split : Splits.of(one, rows, Splits.Cut.POSITIONS)) {
      RowSelection.Positions positions = (RowSelection.Positions) split.rows();
      assertEquals(next, positions.from());
      next = positions.to();
    }
    assertEquals(1_000_003, next);
    next = 0;
    for (Splits.Split split : Splits.of(one, rows, Splits.Cut.LIVE_ROWS)) {
      RowSelection.LiveRows live = (RowSelection.LiveRows) split.rows();
      assertEquals(next, live.skipped());
      next += live.count();
    }
    assertEquals(1_000_003, next);
    assertEquals(4, Splits.of(one, rows, Splits.Cut.LIVE_ROWS).size());
  }

  @Test
  void cutsASliceWithinItsRows() {
    FragmentMetadata fragment = whole(1, 1_000_003).get(0).fragment();
    FragmentSlice slice = new FragmentSlice(fragment, new RowSelection.Positions(1_000, 101_000));

    assertEquals(100_000, slice.cost());
    assertEquals(
        List.of(
            new RowSelection.Positions(1_000, 51_000), new RowSelection.Positions(51_000, 101_000)),
        Splits.of(List.of(slice), 50_000, Splits.Cut.POSITIONS).stream()
            .map(Splits.Split::rows)
            .toList());
  }

  @Test
  void leavesASmallTableWhole() {
    List<FragmentSlice> slices = whole(1, 100);

    assertEquals(
        List.of(new Splits.Split(slices, new RowSelection.All())),
        Splits.of(slices, rows(100, 8, 8), Splits.Cut.LIVE_ROWS));
  }

  @Test
  void hasNothingToReadInAnEmptyTable() {
    assertEquals(List.of(), Splits.of(List.of(), rows(0, 8, 2), Splits.Cut.LIVE_ROWS));
  }

  @Test
  void bringsTheRowsOfSomeKeysToOneTask() {
    List<FragmentSlice> slices =
        IntStream.range(0, 5)
            .mapToObj(id -> new FragmentSlice(fragment(id, 1_000_000), rowIds(id, 3)))
            .toList();

    List<Splits.Split> splits = Splits.of(slices, FEW, Splits.Cut.POSITIONS);
    assertEquals(1, splits.size());
    assertEquals(15, ((RowSelection.RowIds) splits.get(0).rows()).ids().size());
  }

  @Test
  void neverPacksFoundRowsWithFragmentsThatNoIndexKnows() {
    List<FragmentSlice> slices =
        List.of(
            new FragmentSlice(fragment(0, 100), rowIds(0, 3)),
            FragmentSlice.whole(fragment(1, 100)),
            new FragmentSlice(fragment(2, 100), rowIds(2, 3)));

    assertEquals(3, Splits.of(slices, FEW, Splits.Cut.POSITIONS).size());
  }

  @Test
  void aSplitIsAsLargeAsTheOptionSays() {
    assertEquals(1_000, SplitSize.rows(OptionalLong.of(8_000), 1_000_000, 8, 2));
    assertEquals(1, SplitSize.rows(OptionalLong.of(1), 1_000_000, 8, 2));
  }

  @Test
  void aSplitIsNotLargerThanWhatATaskCanRepeat() {
    assertEquals((128L << 20) / 4_096, rows(1L << 40, 4_096, 2));
  }

  @Test
  void aSplitOfWideRowsHasFewOfThem() {
    assertEquals(4, rows(8, 1 << 20, 2));
    assertEquals(1, rows(8, 100 << 20, 2));
  }

  private static long rows(long rowsInAll, double bytesOfARow, int parallelism) {
    return SplitSize.rows(OptionalLong.empty(), rowsInAll, bytesOfARow, parallelism);
  }

  private static RowSelection.RowIds rowIds(long fragment, int count) {
    return new RowSelection.RowIds(
        LongStream.range(0, count).mapToObj(i -> (fragment << 32) + i).toList());
  }

  private static List<FragmentSlice> whole(int count, long rows) {
    return IntStream.range(0, count)
        .mapToObj(id -> FragmentSlice.whole(fragment(id, rows)))
        .toList();
  }

  private static FragmentMetadata fragment(int id, long rows) {
    return new FragmentMetadata(id, List.of(), rows, null, null);
  }
}
