package io.sparklancedb.index;

import io.sparklancedb.config.IndexDeclaration;
import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lance.Dataset;
import org.lance.FragmentMetadata;
import org.lance.index.IndexDescription;

/**
 * What a user sees of an index, be it made or only declared.
 *
 * @param columns by name; those that are gone are left out
 * @param type Lance's name for it; those by which Lance keeps its own books are internal
 * @param rows in it
 * @param fragments that it covers
 * @param unindexedRows of the table that it does not cover; none of an internal one
 * @param segments that were made one after the other; none when it is not made
 * @param made when the last segment was, where Lance tells
 * @param state what there is of it, and why there is no more
 */
public record IndexSummary(
    String name,
    List<String> columns,
    String type,
    long rows,
    int fragments,
    long unindexedRows,
    int segments,
    Optional<Instant> made,
    String state) {
  private static final String BUILT = "built";

  public IndexSummary {
    columns = List.copyOf(columns);
  }

  /** Those of one version, in the order of their names. */
  public static List<IndexSummary> of(TableReference table) {
    try (DatasetLease lease = TableLoader.lease(table)) {
      return new Summaries(table, lease.dataset()).all();
    } catch (Exception e) {
      throw TableLoader.unreachable(table.address(), e);
    }
  }

  /** Looks up once what all summaries need. */
  private static final class Summaries {
    private final TableReference table;
    private final Dataset dataset;
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, Long> rowsOfFragment = new HashMap<>();
    private final Map<String, IndexDeclaration> replaced;

    Summaries(TableReference table, Dataset dataset) {
      this.table = table;
      this.dataset = dataset;
      this.replaced = KeptDeclarations.replaced(dataset.getConfig());
      dataset.getLanceSchema().fields().forEach(f -> names.put(f.getId(), f.getName()));
      for (FragmentMetadata fragment : TableLoader.snapshot(table.address(), dataset).fragments()) {
        rowsOfFragment.put(fragment.getId(), fragment.getNumRows());
      }
    }

    List<IndexSummary> all() {
      List<IndexSummary> all = new ArrayList<>();
      TableIndex.of(dataset).forEach(index -> all.add(made(index)));
      KeptDeclarations.of(dataset.getConfig())
          .forEach(
              (column, index) -> {
                if (!DeclaredIndexes.isThere(dataset, column, index.kind())) {
                  all.add(declared(column, index));
                }
              });
      all.sort(Comparator.comparing(IndexSummary::name));
      return all;
    }

    private IndexSummary made(TableIndex index) {
      Optional<IndexDescription> described = index.describe(dataset);
      long covered =
          index.fragments().stream().mapToLong(id -> rowsOfFragment.getOrDefault(id, 0L)).sum();
      return new IndexSummary(
          index.name(),
          index.fields().stream().filter(names::containsKey).map(names::get).toList(),
          described.map(IndexDescription::getIndexType).orElse("internal"),
          described.map(IndexDescription::getRowsIndexed).orElse(0L),
          index.fragments().size(),
          index.isOfLance() ? 0 : rows() - covered,
          index.segments(),
          index.made(),
          stateOf(index));
    }

    private String stateOf(TableIndex index) {
      return replaced.keySet().stream()
          .filter(column -> DeclaredIndexes.name(column).equals(index.name()))
          .findFirst()
          .map(column -> "built, to be replaced" + failure(column))
          .orElse(BUILT);
    }

    private IndexSummary declared(String column, IndexDeclaration index) {
      return new IndexSummary(
          DeclaredIndexes.name(column),
          List.of(column),
          index.kind().text(),
          0,
          0,
          rows(),
          0,
          Optional.empty(),
          "not built" + waiting(column, index));
    }

    private String waiting(String column, IndexDeclaration index) {
      return DeclaredIndexes.canBeMade(dataset, index)
          ? failure(column)
          : ": it learns from %d rows, and the table has %d"
              .formatted(DeclaredIndexes.FEWEST_VECTORS, rows());
    }

    private String failure(String column) {
      return FailedBuilds.reason(table.address(), column)
          .map(reason -> ": " + reason)
          .orElse(": the next write tries");
    }

    private long rows() {
      return rowsOfFragment.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
