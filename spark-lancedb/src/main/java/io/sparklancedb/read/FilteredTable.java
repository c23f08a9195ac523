package io.sparklancedb.read;

import io.sparklancedb.config.ReadConfig;
import io.sparklancedb.dataset.ColumnSizes;
import io.sparklancedb.dataset.TableSnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lance.FragmentMetadata;

/**
 * A version of a table behind filters, and what is known of it without reading.
 *
 * @param filters those that Lance evaluates
 */
record FilteredTable(TableSnapshot version, ReadConfig config, List<PushedFilter> filters) {
  FilteredTable {
    filters = List.copyOf(filters);
  }

  /** What tasks get to know of it. */
  ScanSource source(PrunedFragments fragments) {
    return new ScanSource(
        version.reference(),
        PushedFilter.sql(filters),
        PushedFilter.sql(fragments.unanswered(filters)));
  }

  /** Those of the columns that a scan returns that are the table's key. */
  List<String> keys(ScanPlan plan) {
    List<String> key = version.primaryKey();
    boolean isKnown = plan.returnsTableRows() && key.size() == 1;
    return isKnown && ScanColumns.ofTable(plan.columns()).containsAll(key) ? key : List.of();
  }

  /** Of the columns from which the answer is made, those of filters not among them. */
  ColumnSizes sizes(ScanPlan plan) {
    return new ColumnSizes(version.schema(), plan.columnsRead(version.schema()));
  }

  /** Of the columns that the filters look at. */
  ColumnSizes filterSizes() {
    Set<String> read = new HashSet<>();
    filters.forEach(filter -> read.addAll(filter.columns()));
    return new ColumnSizes(version.schema(), read);
  }

  /** The most rows of a batch, so that it stays within its bytes as far as the files tell. */
  int batchRows(ScanPlan plan, List<FragmentSlice> slices) {
    List<FragmentMetadata> fragments = slices.stream().map(FragmentSlice::fragment).toList();
    double fitting = config.batchBytes() / sizes(plan).most(fragments);
    return (int) Math.max(1, Math.min(config.batchRows(), fitting));
  }
}
