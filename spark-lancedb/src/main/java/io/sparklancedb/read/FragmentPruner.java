package io.sparklancedb.read;

import io.sparklancedb.config.ReadConfig;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.NativeFailure;
import io.sparklancedb.dataset.ScalarIndexes;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.dataset.Tables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lance.Dataset;
import org.lance.FragmentMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses what to read of one version of a table for some filters, and says what that weighs.
 *
 * @param filters those that Lance evaluates
 */
record FragmentPruner(TableSnapshot table, ReadConfig config, List<PushedFilter> filters) {
  private static final Logger LOG = LoggerFactory.getLogger(FragmentPruner.class);

  FragmentPruner {
    filters = List.copyOf(filters);
  }

  /**
   * Asks the indexes.
   *
   * @param more filters beside the pruner's own
   */
  PrunedFragments prune(List<PushedFilter> more) {
    List<PushedFilter> all = new ArrayList<>(filters);
    all.addAll(more);
    if (all.isEmpty() || table.fragments().isEmpty()) {
      return PrunedFragments.all(table.fragments(), PrunedFragments.Indexes.SILENT);
    }
    try (DatasetLease lease = Tables.lease(table.reference())) {
      return prune(lease.dataset(), all);
    }
  }

  /** Indexes that cannot be read spare nothing; a table that cannot be read fails its scan. */
  private PrunedFragments prune(Dataset dataset, List<PushedFilter> all) {
    TableAddress address = table.reference().address();
    try {
      ScalarIndexes indexes = ScalarIndexes.of(dataset);
      PrunedFragments found = new IndexSearch(dataset, indexes).prune(table.fragments(), all);
      return new ZoneSearch(address, indexes.zoneMapsOfColumn()).prune(found, all);
    } catch (Exception e) {
      LOG.warn(
          "Could not ask the indexes of table {}, so that the query reads all rows: {}. Make the index anew if that stays so.",
          address,
          NativeFailure.of(e, address.storage()).reason());
      return PrunedFragments.all(table.fragments(), PrunedFragments.Indexes.UNREADABLE);
    }
  }

  /** Columns of the scan that have an index. */
  List<String> indexedColumns(ScanPlan plan) {
    if (plan.aggregate() != null || plan.top() != null || plan.hasLimit() || plan.offset() > 0) {
      return List.of();
    }
    try (DatasetLease lease = Tables.lease(table.reference())) {
      Set<String> indexed = ScalarIndexes.of(lease.dataset()).columns();
      return ScanColumns.ofTable(plan.columns()).stream().filter(indexed::contains).toList();
    }
  }

  /** Columns of the scan that are the table's key. */
  List<String> keys(ScanPlan plan) {
    List<String> key = table.primaryKey();
    boolean known = plan.aggregate() == null && key.size() == 1;
    return known && ScanColumns.ofTable(plan.columns()).containsAll(key) ? key : List.of();
  }

  /** What the columns weigh that Lance reads, those of filters not among them. */
  ColumnSizes bytes(ScanPlan plan) {
    if (plan.aggregate() == null) {
      return new ColumnSizes(table.schema(), ScanColumns.ofTable(plan.columns()));
    }
    Set<String> read = new HashSet<>();
    plan.aggregate()
        .positions()
        .forEach(position -> read.add(table.schema().getFields().get(position).getName()));
    return new ColumnSizes(table.schema(), read);
  }

  /** What the columns weigh that the filters look at. */
  ColumnSizes bytesOfFilters() {
    Set<String> read = new HashSet<>();
    filters.forEach(filter -> read.addAll(filter.columns()));
    return new ColumnSizes(table.schema(), read);
  }

  /** The most rows of a batch, so that it stays within its bytes as far as the files tell. */
  int batchRows(ScanPlan plan, List<FragmentSlice> slices) {
    List<FragmentMetadata> fragments = slices.stream().map(FragmentSlice::fragment).toList();
    double fitting = config.batchBytes() / bytes(plan).most(fragments);
    return (int) Math.max(1, Math.min(config.batchRows(), fitting));
  }
}
