package io.sparklancedb.write;

import io.sparklancedb.arrow.batch.BatchSize;
import io.sparklancedb.commit.ChangeSet;
import io.sparklancedb.dataset.ColumnSizes;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.FragmentMetadata;

/**
 * How many rows of a table are read at once, for their values to take some 16 MB. Where values have
 * no fixed width, their files and the rows read before tell how large the next ones may be. Larger
 * ones may follow, and files may be compressed: what is read is never more than {@link #MOST} rows,
 * and four times the rows of the last read.
 */
final class RowsAtOnce {
  static final BatchSize BATCH = new BatchSize(8_192, 16 << 20);

  /** Of values without a fixed width. */
  private static final int MOST = 1_024;

  /** Of such values when no row of them was read. */
  private static final int FIRST = 64;

  private static final int GROWTH = 4;

  private final ColumnSizes sizes;
  private final boolean isFixed;
  private final double ownBytes;
  private final Map<Integer, FragmentMetadata> fragments = new HashMap<>();
  private final Map<Integer, Double> bytesOfFragments = new HashMap<>();
  private int rows;
  private double guessed;

  /** How the rows of the last read compare to what was guessed. */
  private double scale = 1;

  /**
   * @param columns that are read
   * @param fragments of the table
   * @param ownBytes what is read with each row beside that; 0 for nothing
   */
  RowsAtOnce(
      Schema table, List<String> columns, Collection<FragmentMetadata> fragments, double ownBytes) {
    this.sizes = new ColumnSizes(table, columns);
    this.isFixed = ownBytes == 0 && isFixed(table, columns);
    this.ownBytes = ownBytes;
    this.rows = isFixed ? BATCH.maxRows() : FIRST;
    fragments.forEach(fragment -> this.fragments.put(fragment.getId(), fragment));
  }

  /** For all rows of a fragment, in batches of a number of rows that is said beforehand. */
  static int of(Schema table, List<String> columns, FragmentMetadata fragment) {
    double bytes = new ColumnSizes(table, columns).most(List.of(fragment));
    int most = isFixed(table, columns) ? BATCH.maxRows() : FIRST;
    return (int) Math.max(1, Math.min(most, BATCH.maxBytes() / bytes));
  }

  private static boolean isFixed(Schema table, List<String> columns) {
    return table.getFields().stream()
        .filter(field -> columns.contains(field.getName()))
        .allMatch(field -> ColumnSizes.fixedWidth(field).isPresent());
  }

  /**
   * The end of what is to be read next.
   *
   * @param addresses of the rows, or {@link ChangeSet#NEW}
   */
  int end(long[] addresses, int from) {
    int last = (int) Math.min(addresses.length, (long) from + rows);
    int to = from;
    guessed = 0;
    while (to < last && guessed * scale < BATCH.maxBytes()) {
      guessed += ownBytes + bytesAt(addresses[to]);
      to++;
    }
    rows = to - from;
    return to;
  }

  private double bytesAt(long address) {
    return address == ChangeSet.NEW
        ? 0
        : bytesOfFragments.computeIfAbsent(
            (int) (address >>> Integer.SIZE), id -> sizes.most(List.of(fragments.get(id))));
  }

  /**
   * Takes notice of what the last read gave.
   *
   * @param bytes of its values
   */
  void hasRead(long bytes) {
    if (!isFixed) {
      scale = guessed == 0 ? scale : bytes / guessed;
      rows = Math.min(MOST, rows * GROWTH);
    } else {
      rows = BATCH.maxRows();
    }
  }
}
