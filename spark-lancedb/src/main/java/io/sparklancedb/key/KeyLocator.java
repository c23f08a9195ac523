package io.sparklancedb.key;

import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.NativeFailure;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.filter.FilterTranslator;
import io.sparklancedb.index.DeclaredIndexes;
import io.sparklancedb.index.ScalarIndexes;
import io.sparklancedb.layout.LanceLayout;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.unsafe.Platform;
import org.lance.Dataset;
import org.lance.FragmentMetadata;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the visible rows of given keys in one version of a table: through the B-Tree while the keys
 * are few beside the table's rows, else by one scan of the key column.
 */
public final class KeyLocator {
  private static final Logger LOG = LoggerFactory.getLogger(KeyLocator.class);
  private static final long SCAN_BATCH_ROWS = 32_768;

  /** Takes what is found. */
  public interface Visitor {
    /** A column to read beside the key; null for none. */
    default String column() {
      return null;
    }

    /** The batch that the rows to come are in. */
    default void batch(VectorSchemaRoot batch) {}

    /** Every visible row of a batch, where all rows were asked for. */
    default void rows(long[] addresses) {}

    /** A row whose key is in the set. */
    void match(long rowAddress, int keyNumber, FieldVector keys, int position);
  }

  /** How the keys were found. */
  public record Effort(long probedKeys, long scannedRows) implements Serializable {
    public static final Effort NONE = new Effort(0, 0);

    public Effort plus(Effort other) {
      return new Effort(probedKeys + other.probedKeys, scannedRows + other.scannedRows);
    }
  }

  private final TableReference table;
  private final Dataset dataset;
  private final Field key;
  private final Visitor visitor;
  private final Scope scope;

  /** Whether the visitor was told of rows. */
  private boolean hasFound;

  private KeyLocator(
      TableReference table, Dataset dataset, Field key, Visitor visitor, Scope scope) {
    this.table = table;
    this.dataset = dataset;
    this.key = key;
    this.visitor = visitor;
    this.scope = scope;
  }

  /**
   * Where to look.
   *
   * @param fragments of the version; all of them when it is empty
   * @param allRows whether the visitor wants to hear of the rows of other keys as well
   * @param table the whole version
   */
  public record Scope(List<Integer> fragments, boolean allRows, TableSize table)
      implements Serializable {
    public Scope {
      fragments = List.copyOf(fragments);
    }

    public static Scope ofTable(TableSize table, boolean allRows) {
      return new Scope(List.of(), allRows, table);
    }
  }

  public static Effort locate(
      TableReference table, Field key, KeySet keys, Scope scope, Visitor visitor) {
    try (DatasetLease lease = TableLoader.lease(table)) {
      return new KeyLocator(table, lease.dataset(), key, visitor, scope).locate(keys);
    } catch (Exception e) {
      throw TableLoader.unreachable(table.address(), e);
    }
  }

  /**
   * As a task of a write does it with its own keys.
   *
   * @return empty when that is not the cheaper way, or the key has no index; nothing was looked at
   */
  public static Optional<Effort> probe(
      TableReference table, Field key, KeySet keys, IndexShare share, Visitor visitor) {
    if (!LocatingRule.byTask(keys.size(), areNumbers(keys), share)) {
      return Optional.empty();
    }
    try (DatasetLease lease = TableLoader.lease(table)) {
      Scope scope = Scope.ofTable(share.table(), false);
      return new KeyLocator(table, lease.dataset(), key, visitor, scope).probe(keys);
    } catch (Exception e) {
      throw TableLoader.unreachable(table.address(), e);
    }
  }

  /**
   * What a task has to weigh that looks for its own keys.
   *
   * @param tasks of the write
   * @return empty when no index can be asked for keys
   */
  public static Optional<IndexShare> share(TableSnapshot version, String keyColumn, int tasks) {
    try (DatasetLease lease = TableLoader.lease(version.reference())) {
      Field key = version.schema().findField(keyColumn);
      if (!hasIndex(lease.dataset(), key, version.fragments().size()) || !KeyLiterals.has(key)) {
        return Optional.empty();
      }
      Set<Integer> indexed =
          ScalarIndexes.of(lease.dataset()).fragmentsOfColumn().getOrDefault(keyColumn, Set.of());
      List<FragmentMetadata> unindexed =
          version.fragments().stream().filter(f -> !indexed.contains(f.getId())).toList();
      long rows = unindexed.stream().mapToLong(FragmentMetadata::getNumRows).sum();
      return Optional.of(new IndexShare(TableSize.of(version), rows, unindexed.size(), tasks));
    } catch (Exception e) {
      throw TableLoader.unreachable(version.reference().address(), e);
    }
  }

  /** Whether {@link #locate} would find so many keys through the index. */
  public static boolean asksIndex(TableSnapshot version, String keyColumn, long keys) {
    Field key = version.schema().findField(keyColumn);
    if (!KeyLiterals.has(key)
        || !LocatingRule.byIndex(keys, KeyLiterals.areNumbers(key), TableSize.of(version))) {
      return false;
    }
    try (DatasetLease lease = TableLoader.lease(version.reference())) {
      return hasIndex(lease.dataset(), key, version.fragments().size());
    } catch (Exception e) {
      throw TableLoader.unreachable(version.reference().address(), e);
    }
  }

  private Effort locate(KeySet keys) throws Exception {
    if (keys.size() == 0 && !scope.allRows()) {
      return Effort.NONE;
    }
    if (!scope.fragments().isEmpty()) {
      return new Effort(0, scan(new ScanOptions.Builder().fragmentIds(scope.fragments()), keys));
    }
    boolean asksIndex =
        !scope.allRows() && LocatingRule.byIndex(keys.size(), areNumbers(keys), scope.table());
    Optional<Effort> probed = asksIndex ? probeIfReadable(keys) : Optional.empty();
    return probed.isPresent() ? probed.get() : new Effort(0, scan(new ScanOptions.Builder(), keys));
  }

  /** Without its index the table is scanned: a file of it that is gone fails no write. */
  private Optional<Effort> probeIfReadable(KeySet keys) throws Exception {
    try {
      return probe(keys);
    } catch (Exception e) {
      NativeFailure.raiseIfOurs(e);
      if (hasFound) {
        throw e;
      }
      LOG.warn(
          "Could not ask the index of '{}' in {}, so that all keys of the table are read: {}. Make the index anew if that stays so.",
          key.getName(),
          table.address(),
          NativeFailure.of(e, table).reason());
      return Optional.empty();
    }
  }

  private static boolean areNumbers(KeySet keys) {
    return keys instanceof LongKeySet;
  }

  /** Finds the keys through the index; empty when there is none for them. */
  private Optional<Effort> probe(KeySet keys) throws Exception {
    if (!hasIndex(dataset, key, scope.table().fragments())) {
      return Optional.empty();
    }
    Optional<List<String>> filters = KeyLiterals.of(key, keys).flatMap(this::filters);
    if (filters.isEmpty()) {
      return Optional.empty();
    }
    for (String filter : filters.get()) {
      scan(new ScanOptions.Builder().filter(filter), keys);
    }
    return Optional.of(new Effort(keys.size(), 0));
  }

  /**
   * @param fragments how many the version has
   */
  private static boolean hasIndex(Dataset dataset, Field key, long fragments) {
    ScalarIndexes indexes = ScalarIndexes.of(dataset);
    int indexed = indexes.fragmentsOfColumn().getOrDefault(key.getName(), Set.of()).size();
    return DeclaredIndexes.hasBTree(dataset, key.getName())
        && !indexes.unreliableColumns().contains(key.getName())
        && LocatingRule.mayAskIndex(fragments - indexed);
  }

  private Optional<List<String>> filters(List<Object> literals) {
    FilterTranslator translator = new FilterTranslator(new Schema(List.of(key)));
    List<String> filters = new ArrayList<>();
    for (int from = 0; from < literals.size(); from += LocatingRule.KEYS_OF_ONE_PROBE) {
      List<Object> some =
          literals.subList(from, Math.min(literals.size(), from + LocatingRule.KEYS_OF_ONE_PROBE));
      Optional<String> filter = translator.in(key, some);
      if (filter.isEmpty()) {
        return Optional.empty();
      }
      filters.add(filter.get());
    }
    return Optional.of(filters);
  }

  /**
   * Compares every row with the keys, also one that an index found: the keys decide, not the index.
   *
   * @return the rows looked at
   */
  private long scan(ScanOptions.Builder options, KeySet keys) throws Exception {
    ScanOptions scan =
        options.columns(columns()).withRowAddress(true).batchSize(SCAN_BATCH_ROWS).build();
    long rows = 0;
    try (LanceScanner scanner = dataset.newScan(scan);
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        match(batches.getVectorSchemaRoot(), keys);
        rows += batches.getVectorSchemaRoot().getRowCount();
      }
    }
    return rows;
  }

  private List<String> columns() {
    return visitor.column() == null || visitor.column().equals(key.getName())
        ? List.of(key.getName())
        : List.of(key.getName(), visitor.column());
  }

  private void match(VectorSchemaRoot batch, KeySet keys) {
    FieldVector values = batch.getVector(key.getName());
    int rows = batch.getRowCount();
    hasFound |= rows > 0;
    long addresses = batch.getVector(LanceLayout.ROW_ADDRESS).getDataBuffer().memoryAddress();
    if (scope.allRows()) {
      long[] copy = new long[rows];
      Platform.copyMemory(
          null, addresses, copy, Platform.LONG_ARRAY_OFFSET, (long) rows * Long.BYTES);
      visitor.rows(copy);
    }
    if (keys.size() == 0) {
      // A set without keys does not know their type.
      return;
    }
    visitor.batch(batch);
    keys.forEachMatch(
        values,
        rows,
        (position, number) ->
            visitor.match(
                Platform.getLong(null, addresses + (long) position * Long.BYTES),
                number,
                values,
                position));
  }
}
