package io.sparklancedb.read;

import io.sparklancedb.filter.FilterTranslator;
import io.sparklancedb.index.RowAddresses;
import io.sparklancedb.layout.LanceLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.lance.Dataset;
import org.lance.ipc.ScanOptions;

/**
 * The rows that one task scans.
 *
 * @param conditions Lance SQL that must hold beside the filters of the scan
 */
record TaskScan(ScanSource source, LanceDbInputPartition partition, List<String> conditions) {

  TaskScan {
    conditions = List.copyOf(conditions);
  }

  static TaskScan of(ScanSource source, LanceDbInputPartition partition) {
    return new TaskScan(source, partition, List.of());
  }

  /** Those of the rows for which the condition holds as well. */
  TaskScan where(String condition) {
    return new TaskScan(source, partition, List.of(condition));
  }

  /** Lance SQL; the rows are those for which all of it holds. */
  List<String> filters() {
    List<String> filters = new ArrayList<>();
    if (partition.rows() instanceof RowSelection.RowIds found) {
      filters.add(RowAddresses.hasOneOf(found.ids()));
      filters.addAll(source.unanswered());
    } else {
      filters.addAll(source.filters());
    }
    if (partition.rows() instanceof RowSelection.Positions positions) {
      long first = (long) partition.fragments().get(0) << Integer.SIZE;
      filters.add(LanceLayout.ROW_ADDRESS + " >= " + (first + positions.from()));
      filters.add(LanceLayout.ROW_ADDRESS + " < " + (first + positions.to()));
    }
    filters.addAll(partition.runtimeFilters());
    filters.addAll(conditions);
    return filters;
  }

  /**
   * A scan of the task's fragments.
   *
   * @param filters all that are to be evaluated
   */
  ScanOptions.Builder options(List<String> filters) {
    ScanOptions.Builder options =
        new ScanOptions.Builder()
            .fragmentIds(partition.fragments())
            .batchSize(partition.batchRows())
            .useScalarIndex(partition.useIndex())
            .collectStats(true);
    if (!filters.isEmpty()) {
      // Where a filter names a field of a struct, lance-core 7.0.0 fails without the addresses.
      options.withRowAddress(true).filter(FilterTranslator.and(filters));
    }
    return options;
  }

  /** The ids of the first rows that a scan finds, up to the most. */
  List<Long> rowIds(Dataset dataset, ScanOptions.Builder rows, int most) throws IOException {
    rows.fragmentIds(partition.fragments()).useScalarIndex(partition.useIndex());
    List<String> filters = filters();
    if (!filters.isEmpty()) {
      rows.filter(FilterTranslator.and(filters));
    }
    return RowAddresses.firstIds(dataset, rows, most);
  }
}
