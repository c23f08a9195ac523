package io.sparklancedb.index;

import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lance.Dataset;
import org.lance.index.IndexDescription;

/**
 * What a user sees of an index.
 *
 * @param columns by name; those that are gone are left out
 * @param type Lance's name for it; those by which Lance keeps its own books are internal
 * @param rows in it
 * @param fragments that it covers
 */
public record IndexSummary(
    String name, List<String> columns, String type, long rows, int fragments) {
  public IndexSummary {
    columns = List.copyOf(columns);
  }

  /** Those of one version, in the order of their names. */
  public static List<IndexSummary> of(TableReference table) {
    try (DatasetLease lease = TableLoader.lease(table)) {
      Map<Integer, String> names = new HashMap<>();
      lease.dataset().getLanceSchema().fields().forEach(f -> names.put(f.getId(), f.getName()));
      return TableIndex.of(lease.dataset()).stream()
          .map(index -> summary(lease.dataset(), index, names))
          .toList();
    } catch (Exception e) {
      throw TableLoader.unreachable(table.address(), e);
    }
  }

  private static IndexSummary summary(
      Dataset dataset, TableIndex index, Map<Integer, String> names) {
    Optional<IndexDescription> described = index.describe(dataset);
    return new IndexSummary(
        index.name(),
        index.fields().stream().filter(names::containsKey).map(names::get).toList(),
        described.map(IndexDescription::getIndexType).orElse("internal"),
        described.map(IndexDescription::getRowsIndexed).orElse(0L),
        index.fragments().size());
  }
}
