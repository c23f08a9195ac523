package io.sparklancedb.index;

import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.layout.LanceLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.Dataset;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/** Where the visible rows of a version are: {@code fragment id << 32 | position in it}. */
public final class RowAddresses {
  private static final long BATCH_ROWS = 32_768;

  private RowAddresses() {}

  /**
   * Those of the rows that meet a condition in Lance's SQL.
   *
   * @throws io.sparklancedb.error.LanceDbException when the table cannot be read
   */
  public static void where(TableReference table, String condition, LongConsumer visitor) {
    scan(table, dataset -> ScalarIndexes.applyTo(condition, dataset, noColumns()), visitor);
  }

  /** Those of one fragment. */
  public static void of(TableReference table, int fragment, LongConsumer visitor) {
    scan(table, dataset -> noColumns().fragmentIds(List.of(fragment)), visitor);
  }

  private static void scan(
      TableReference table, Function<Dataset, ScanOptions.Builder> rows, LongConsumer visitor) {
    try (DatasetLease lease = TableLoader.lease(table)) {
      visit(
          lease.dataset(),
          rows.apply(lease.dataset()),
          (address, id) -> {
            visitor.accept(address);
            return true;
          });
    } catch (Exception e) {
      throw TableLoader.unreachable(table.address(), e);
    }
  }

  private static ScanOptions.Builder noColumns() {
    return new ScanOptions.Builder().columns(List.of());
  }

  /** Takes each row that a scan finds. */
  public interface Visitor {
    /**
     * @param id the row id, which is the address unless the table has stable row ids
     * @return whether there is a need of more
     */
    boolean row(long address, long id);
  }

  /**
   * Lance SQL that holds for the rows with these ids. Not by address: where row ids are stable,
   * lance-core 7.0.0 takes an address that is equal to a literal for an id.
   */
  public static String hasOneOf(List<Long> ids) {
    if (ids.isEmpty()) {
      return "FALSE";
    }
    return ids.stream()
        .map(String::valueOf)
        .collect(Collectors.joining(", ", LanceLayout.ROW_ID + " IN (", ")"));
  }

  /** The ids of the rows that a scan finds first, of so many at most. */
  public static List<Long> firstIds(Dataset dataset, ScanOptions.Builder rows, int most)
      throws IOException {
    List<Long> found = new ArrayList<>();
    visit(dataset, rows, (address, id) -> found.add(id) && found.size() < most);
    return found;
  }

  /**
   * The rows that a scan finds, until the visitor has enough.
   *
   * @param rows the scan, best of no columns but those that order it
   * @throws IOException when it cannot be read
   */
  public static void visit(Dataset dataset, ScanOptions.Builder rows, Visitor visitor)
      throws IOException {
    ScanOptions scan = rows.withRowAddress(true).withRowId(true).batchSize(BATCH_ROWS).build();
    try (LanceScanner scanner = dataset.newScan(scan);
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        VectorSchemaRoot batch = batches.getVectorSchemaRoot();
        ArrowBuf addresses = batch.getVector(LanceLayout.ROW_ADDRESS).getDataBuffer();
        ArrowBuf ids = batch.getVector(LanceLayout.ROW_ID).getDataBuffer();
        for (int i = 0; i < batch.getRowCount(); i++) {
          long at = (long) i * Long.BYTES;
          if (!visitor.row(addresses.getLong(at), ids.getLong(at))) {
            return;
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
