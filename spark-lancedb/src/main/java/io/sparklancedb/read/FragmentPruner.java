package io.sparklancedb.read;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.NativeFailure;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.index.ScalarIndexes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.lance.Dataset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the indexes of a table, on the driver, what a scan need not read. Each question is I/O. */
final class FragmentPruner {
  private static final Logger LOG = LoggerFactory.getLogger(FragmentPruner.class);

  private final TableSnapshot table;
  private final List<PushedFilter> filters;

  FragmentPruner(FilteredTable filtered) {
    this.table = filtered.version();
    this.filters = filtered.filters();
  }

  /** Leaves out fragments, and rows, for which the filters certainly do not hold. */
  PrunedFragments prune() {
    return prune(List.of());
  }

  /**
   * @param more filters beside the table's own
   */
  PrunedFragments prune(List<PushedFilter> more) {
    List<PushedFilter> all = new ArrayList<>(filters);
    all.addAll(more);
    if (all.isEmpty() || table.fragments().isEmpty()) {
      return PrunedFragments.all(table.fragments(), PrunedFragments.Indexes.SILENT);
    }
    try (DatasetLease lease = TableLoader.lease(table.reference())) {
      return prune(lease.dataset(), all);
    }
  }

  private PrunedFragments prune(Dataset dataset, List<PushedFilter> all) {
    TableAddress address = table.reference().address();
    try {
      ScalarIndexes indexes = ScalarIndexes.of(dataset);
      PrunedFragments found = new IndexSearch(dataset, indexes).prune(table.fragments(), all);
      return new ZoneSearch(address, indexes.zoneMapsOfColumn()).prune(found, all);
    } catch (Exception e) {
      warn(e);
      return PrunedFragments.all(table.fragments(), PrunedFragments.Indexes.UNREADABLE);
    }
  }

  /** Columns of the scan by which filters that become known later can leave out fragments. */
  List<String> indexedColumns(ScanPlan plan) {
    if (!plan.returnsAllMatches()) {
      return List.of();
    }
    try (DatasetLease lease = TableLoader.lease(table.reference())) {
      Set<String> indexed = ScalarIndexes.of(lease.dataset()).columns();
      return ScanColumns.ofTable(plan.columns()).stream().filter(indexed::contains).toList();
    } catch (RuntimeException e) {
      warn(e);
      return List.of();
    }
  }

  /**
   * Without its indexes the table is read whole.
   *
   * @throws RuntimeException when not Lance has failed, or the table itself cannot be read
   */
  private void warn(Exception e) {
    NativeFailure.raiseIfOurs(e);
    TableAddress address = table.reference().address();
    LOG.warn(
        "Could not ask the indexes of table {}, so that the query reads all rows: {}. Make the index anew if that stays so.",
        address,
        NativeFailure.of(e, address.storage()).reason());
  }
}
