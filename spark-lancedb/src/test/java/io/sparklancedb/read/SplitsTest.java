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
        Splits.of(whole(100_000, 10), rows(1_000_000, 8, 2), Splits.Cut.RUNS);

    assertTrue(splits.size() <= 62, () -> splits.size() + " splits");
    assertEquals(
        IntStream.range(0, 100_000).boxed().toList(),
        splits.stream().flatMap(split -> split.fragments().stream()).toList());
  }

  @Test
  void slicesALargeFragmentForAllCores() {
    List<FragmentPart> one = whole(1, 1_000_003);
    long rows = rows(1_000_003, 8, 2);

    long next = 0;
    for (Splits.Split split : Splits.of(one, rows, Splits.Cut.SLICES)) {
      Rows.Slice slice = (Rows.Slice) split.rows();
      assertEquals(next, slice.from());
      next = slice.to();
    }
    assertEquals(1_000_003, next);
    next = 0;
    for (Splits.Split split : Splits.of(one, rows, Splits.Cut.RUNS)) {
      Rows.Run run = (Rows.Run) split.rows();
      assertEquals(next, run.skipped());
      next += run.count();
    }
    assertEquals(1_000_003, next);
    assertEquals(4, Splits.of(one, rows, Splits.Cut.RUNS).size());
  }

  @Test
  void cutsASliceWithinItsRows() {
    FragmentMetadata fragment = whole(1, 1_000_003).get(0).fragment();
    FragmentPart part = new FragmentPart(fragment, new Rows.Slice(1_000, 101_000));

    assertEquals(100_000, part.cost());
    assertEquals(
        List.of(new Rows.Slice(1_000, 51_000), new Rows.Slice(51_000, 101_000)),
        Splits.of(List.of(part), 50_000, Splits.Cut.SLICES).stream()
            .map(Splits.Split::rows)
            .toList());
  }

  @Test
  void leavesASmallTableWhole() {
    List<FragmentPart> parts = whole(1, 100);

    assertEquals(
        List.of(new Splits.Split(parts, new Rows.All())),
        Splits.of(parts, rows(100, 8, 8), Splits.Cut.RUNS));
  }

  @Test
  void hasNothingToReadInAnEmptyTable() {
    assertEquals(List.of(), Splits.of(List.of(), rows(0, 8, 2), Splits.Cut.RUNS));
  }

  @Test
  void bringsTheRowsOfSomeKeysToOneTask() {
    List<FragmentPart> parts =
        IntStream.range(0, 5)
            .mapToObj(id -> new FragmentPart(fragment(id, 1_000_000), at(id, 3)))
            .toList();

    List<Splits.Split> splits = Splits.of(parts, FEW, Splits.Cut.SLICES);
    assertEquals(1, splits.size());
    assertEquals(15, ((Rows.At) splits.get(0).rows()).ids().size());
  }

  @Test
  void neverPacksFoundRowsWithFragmentsThatNoIndexKnows() {
    List<FragmentPart> parts =
        List.of(
            new FragmentPart(fragment(0, 100), at(0, 3)),
            FragmentPart.whole(fragment(1, 100)),
            new FragmentPart(fragment(2, 100), at(2, 3)));

    assertEquals(3, Splits.of(parts, FEW, Splits.Cut.SLICES).size());
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

  private static Rows.At at(long fragment, int count) {
    return new Rows.At(LongStream.range(0, count).mapToObj(i -> (fragment << 32) + i).toList());
  }

  private static List<FragmentPart> whole(int count, long rows) {
    return IntStream.range(0, count)
        .mapToObj(id -> FragmentPart.whole(fragment(id, rows)))
        .toList();
  }

  private static FragmentMetadata fragment(int id, long rows) {
    return new FragmentMetadata(id, List.of(), rows, null, null);
  }
}
