package io.sparklancedb.read;

import java.util.ArrayList;
import java.util.List;
import org.lance.FragmentMetadata;

/** Cuts a table into parts for tasks: small fragments are packed together, large ones sliced. */
final class Splits {
  /** Below this a task costs more than it reads. */
  private static final long FEWEST_ROWS = 16_384;

  private final long rowsOfOne;
  private final List<LanceDbInputPartition> partitions = new ArrayList<>();
  private List<Integer> pack = new ArrayList<>();
  private long packedRows;

  private Splits(long rowsOfOne) {
    this.rowsOfOne = rowsOfOne;
  }

  /**
   * @param parallelism tasks that run at once; the parts are about twice as many, so that the last
   *     to end is short
   */
  static List<LanceDbInputPartition> of(List<FragmentMetadata> fragments, int parallelism) {
    long rows = fragments.stream().mapToLong(FragmentMetadata::getPhysicalRows).sum();
    Splits splits = new Splits(Math.max(FEWEST_ROWS, ceilDiv(rows, 2L * parallelism)));
    fragments.forEach(splits::add);
    splits.endPack();
    return splits.partitions;
  }

  private void add(FragmentMetadata fragment) {
    long rows = fragment.getPhysicalRows();
    if (rows > rowsOfOne + FEWEST_ROWS) {
      slice(fragment.getId(), rows);
      return;
    }
    if (packedRows + rows > rowsOfOne + FEWEST_ROWS) {
      endPack();
    }
    pack.add(fragment.getId());
    packedRows += rows;
  }

  private void slice(int fragment, long rows) {
    long slices = ceilDiv(rows, rowsOfOne);
    for (long i = 0; i < slices; i++) {
      partitions.add(
          new LanceDbInputPartition(
              List.of(fragment),
              new LanceDbInputPartition.Slice(rows * i / slices, rows * (i + 1) / slices)));
    }
  }

  private void endPack() {
    if (!pack.isEmpty()) {
      partitions.add(new LanceDbInputPartition(pack, null));
      pack = new ArrayList<>();
      packedRows = 0;
    }
  }

  private static long ceilDiv(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
