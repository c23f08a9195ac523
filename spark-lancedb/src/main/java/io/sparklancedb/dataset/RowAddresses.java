package io.sparklancedb.dataset;

import java.util.List;
import java.util.function.LongConsumer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
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
    ScanOptions scan = rows.columns(List.of()).withRowAddress(true).batchSize(BATCH_ROWS).build();
    try (DatasetLease lease = Tables.lease(table);
        LanceScanner scanner = lease.dataset().newScan(scan);
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        VectorSchemaRoot batch = batches.getVectorSchemaRoot();
        ArrowBuf addresses = batch.getVector("_rowaddr").getDataBuffer();
        for (int i = 0; i < batch.getRowCount(); i++) {
          visitor.accept(addresses.getLong((long) i * Long.BYTES));
        }
      }
    } catch (Exception e) {
      throw Tables.unreachable(table.address(), e);
    }
  }
}
