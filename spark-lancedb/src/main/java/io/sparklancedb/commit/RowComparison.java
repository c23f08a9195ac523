package io.sparklancedb.commit;

import io.sparklancedb.arrow.column.RowDigests;
import io.sparklancedb.commit.KeyReader.Outcome.Keys;
import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.job.Piece;
import io.sparklancedb.types.ComparedField;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.lance.Dataset;

/**
 * Which rows of a version are as the rows that were written for their keys. Each side is read once
 * and in its own order, and of each no other rows than these: the written ones leave digests, with
 * which the table's are compared.
 */
final class RowComparison {
  /** The memory that it takes: its two places in the orders, with its number, and its digest. */
  static final int BYTES_OF_A_ROW = 5 * Long.BYTES + RowDigests.BYTES_OF_A_ROW;

  private final MergeSpec spec;

  /** Of the rows to compare, in increasing order. A row goes by its place among them. */
  private final long[] addresses;

  private final RowDigests digests;
  private final BitSet same = new BitSet();

  private RowComparison(MergeSpec spec, long[] addresses) {
    this.spec = spec;
    this.addresses = addresses;
    this.digests = new RowDigests(spec.compared(), addresses.length);
  }

  /**
   * @param rows of the table, and the keys of the rows that were written for them
   */
  static RowComparison of(MergeSpec spec, TableReference table, Keys keys, UpdatedRows rows) {
    RowComparison comparison = new RowComparison(spec, rows.sortedAddresses());
    comparison.readWritten(keys, rows);
    comparison.readTable(table);
    return comparison;
  }

  boolean isSame(long address) {
    return same.get(placeOf(address));
  }

  private int placeOf(long address) {
    return Arrays.binarySearch(addresses, address);
  }

  private void readWritten(Keys keys, UpdatedRows rows) {
    long[] byOrdinal = new long[rows.size()];
    for (int i = 0; i < byOrdinal.length; i++) {
      long ordinal = keys.ordinal(rows.keyNumber(i));
      byOrdinal[i] = ordinal << Integer.SIZE | placeOf(rows.address(i));
    }
    Arrays.sort(byOrdinal);
    new WrittenRows(spec.written(), names(), byOrdinal).read(digests);
  }

  private List<String> names() {
    return spec.compared().stream().map(ComparedField::name).toList();
  }

  private void readTable(TableReference table) {
    try (DatasetLease lease = TableLoader.lease(table)) {
      Dataset dataset = lease.dataset();
      Set<String> own =
          TableLoader.schema(dataset).getFields().stream()
              .map(Field::getName)
              .collect(Collectors.toSet());
      List<String> columns = names().stream().filter(own::contains).toList();
      if (columns.isEmpty()) {
        compare(null, 0, addresses.length);
      } else {
        readTable(dataset, columns);
      }
    } catch (Exception e) {
      throw TableLoader.unreachable(table.address(), e);
    }
  }

  private void readTable(Dataset dataset, List<String> columns) throws Exception {
    ReadSize size = new ReadSize();
    StoredBytes stored = new StoredBytes(dataset);
    for (int from = 0; from < addresses.length; ) {
      Piece.stopIfCancelled();
      int to = size.end(from, addresses.length, place -> stored.ofRowAt(addresses[place]));
      List<Long> some = Arrays.stream(addresses, from, to).boxed().toList();
      try (ArrowReader taken = dataset.takeRows(some, columns)) {
        while (taken.loadNextBatch()) {
          VectorSchemaRoot batch = taken.getVectorSchemaRoot();
          size.note(batch);
          compare(batch, from, batch.getRowCount());
          from += batch.getRowCount();
        }
      }
      requireAll(from, to);
    }
  }

  /** A row that is left out would be compared with another one's digest. */
  static void requireAll(int end, int wanted) {
    if (end != wanted) {
      throw new IllegalStateException(
          "Lance has not read all rows: %d are missing.".formatted(wanted - end));
    }
  }

  /**
   * @param batch null where the table has none of the columns
   * @param first the place of its first row
   */
  private void compare(VectorSchemaRoot batch, int first, int rows) {
    RowDigests.Batch values = digests.of(batch);
    for (int i = 0; i < rows; i++) {
      same.set(first + i, values.isSame(i, first + i));
    }
  }

  /** What a row takes in its fragment's files, about. */
  private static final class StoredBytes {
    private final Dataset dataset;
    private int fragment = -1;
    private long bytes;

    StoredBytes(Dataset dataset) {
      this.dataset = dataset;
    }

    long ofRowAt(long address) {
      int id = (int) (address >>> Integer.SIZE);
      if (id != fragment) {
        fragment = id;
        bytes = ReadSize.storedBytes(dataset.getFragment(id).metadata());
      }
      return bytes;
    }
  }
}
