package io.sparklancedb.write;

import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.KeyIndex;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.dataset.Tables;
import io.sparklancedb.filter.FilterTranslator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.unsafe.Platform;
import org.lance.Dataset;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/**
 * Finds the live rows of given keys in one version of a table: through the B-Tree while the keys
 * are few beside the table's rows, else by one scan of the key column.
 */
final class KeyLocator {
  /** Measured on lance-core 7.0.0 with 2 cores: see the design, section 5. */
  private static final long SCAN_NANOS_PER_ROW = 45;

  private static final long PROBE_NANOS_PER_NUMBER = 60_000;
  private static final long PROBE_NANOS_PER_TEXT = 150_000;

  private static final int KEYS_OF_ONE_PROBE = 1_000;
  private static final long SCAN_BATCH_ROWS = 32_768;

  private final Dataset dataset;
  private final Field key;
  private final Deletions found = new Deletions();

  private KeyLocator(Dataset dataset, Field key) {
    this.dataset = dataset;
    this.key = key;
  }

  static Deletions locate(TableReference table, Field key, KeySet keys) {
    try (DatasetLease lease = Tables.lease(table)) {
      KeyLocator locator = new KeyLocator(lease.dataset(), key);
      if (keys.size() > 0 && !locator.probe(keys)) {
        locator.scan(new ScanOptions.Builder(), keys);
      }
      return locator.found;
    } catch (Exception e) {
      throw Tables.unreachable(table.address(), e);
    }
  }

  /** Returns false when a scan is the better way, having found nothing yet. */
  private boolean probe(KeySet keys) throws Exception {
    long rows = dataset.countRows();
    long nanosPerKey = keys instanceof LongKeySet ? PROBE_NANOS_PER_NUMBER : PROBE_NANOS_PER_TEXT;
    if (keys.size() * nanosPerKey >= rows * SCAN_NANOS_PER_ROW
        || !KeyIndex.isThere(dataset, key.getName())) {
      return false;
    }
    Optional<List<Object>> literals = KeyLiterals.of(key, keys);
    if (literals.isEmpty()) {
      return false;
    }
    FilterTranslator translator = new FilterTranslator(new Schema(List.of(key)));
    List<Object> all = literals.get();
    List<String> filters = new ArrayList<>();
    for (int from = 0; from < all.size(); from += KEYS_OF_ONE_PROBE) {
      List<Object> some = all.subList(from, Math.min(all.size(), from + KEYS_OF_ONE_PROBE));
      Optional<String> filter = translator.in(List.of(key.getName()), KeyLiterals.type(key), some);
      if (filter.isEmpty()) {
        return false;
      }
      filters.add(filter.get());
    }
    for (String filter : filters) {
      scan(new ScanOptions.Builder().filter(filter), keys);
    }
    return true;
  }

  /**
   * Every row is compared with the keys, also one that an index found: the set has the last word.
   */
  private void scan(ScanOptions.Builder options, KeySet keys) throws Exception {
    ScanOptions scan =
        options
            .columns(List.of(key.getName()))
            .withRowAddress(true)
            .batchSize(SCAN_BATCH_ROWS)
            .build();
    try (LanceScanner scanner = dataset.newScan(scan);
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        VectorSchemaRoot root = batches.getVectorSchemaRoot();
        FieldVector values = root.getVector(0);
        long addresses = root.getVector("_rowaddr").getDataBuffer().memoryAddress();
        keys.forEachMatch(
            values,
            root.getRowCount(),
            row -> found.add(Platform.getLong(null, addresses + (long) row * Long.BYTES)));
      }
    }
  }
}
