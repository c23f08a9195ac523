package io.sparklancedb.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.Dataset;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/** Where the visible rows of a version are: fragment id << 32 | position in the fragment. */
public final class RowAddresses {
  private static final long BATCH_ROWS = 32_768;

  private RowAddresses() {}

  /**
   * Those of the rows that meet a condition in Lance's SQL.
   *
   * @throws io.sparklancedb.error.LanceDbException when the table cannot be read
   */
  public static void where(TableReference table, String condition, LongConsumer visitor) {
    scan(table, new ScanOptions.Builder().filter(condition), visitor);
  }

  /** Those of one fragment. */
  static void of(TableReference table, int fragment, LongConsumer visitor) {
    scan(table, new ScanOptions.Builder().fragmentIds(List.of(fragment)), visitor);
  }

  private static void scan(TableReference table, ScanOptions.Builder rows, LongConsumer visitor) {
    try (DatasetLease lease = Tables.lease(table)) {
      scan(
          lease.dataset(),
          rows,
          address -> {
            visitor.accept(address);
            return true;
          });
    } catch (Exception e) {
      throw Tables.unreachable(table.address(), e);
    }
  }

  /** Of the first rows that are found to meet a condition, so many at most. */
  static List<Long> first(Dataset dataset, String condition, int most) throws Exception {
    List<Long> found = new ArrayList<>();
    scan(
        dataset,
        new ScanOptions.Builder().filter(condition),
        address -> found.add(address) && found.size() < most);
    return found;
  }

  /** Until the visitor has enough. */
  private static void scan(Dataset dataset, ScanOptions.Builder rows, LongPredicate visitor)
      throws Exception {
    ScanOptions scan = rows.columns(List.of()).withRowAddress(true).batchSize(BATCH_ROWS).build();
    try (LanceScanner scanner = dataset.newScan(scan);
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        VectorSchemaRoot batch = batches.getVectorSchemaRoot();
        ArrowBuf addresses = batch.getVector("_rowaddr").getDataBuffer();
        for (int i = 0; i < batch.getRowCount(); i++) {
          if (!visitor.test(addresses.getLong((long) i * Long.BYTES))) {
            return;
          }
        }
      }
    }
  }
}
