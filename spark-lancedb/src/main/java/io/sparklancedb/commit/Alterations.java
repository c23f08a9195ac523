package io.sparklancedb.commit;

import io.sparklancedb.config.IndexDeclaration;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.FieldIds;
import io.sparklancedb.dataset.TableChanges;
import io.sparklancedb.dataset.TableHistory;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.index.KeptDeclarations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.operation.Merge;
import org.lance.operation.Operation;
import org.lance.operation.Project;
import org.lance.operation.UpdateConfig;
import org.lance.operation.UpdateMap;
import org.lance.schema.ColumnAlteration;

/**
 * Changes of a table, each in one version of its own. A change that fails leaves the table as it
 * was, unless an {@link io.sparklancedb.error.OutcomeUnknownException} says that the outcome is
 * unknown.
 */
public final class Alterations {
  private static final int ATTEMPTS = 5;

  private Alterations() {}

  /**
   * Adds columns that are null in all rows: a merge that adds no file.
   *
   * @param addition from a schema to that with the additions
   */
  public static void addColumns(TableAddress table, UnaryOperator<Schema> addition) {
    commit(
        table,
        dataset ->
            Merge.builder()
                .fragments(dataset.getFragments().stream().map(Fragment::metadata).toList())
                .schema(addition.apply(TableLoader.schema(dataset)))
                .build());
    TableChanges.announce(table);
  }

  /**
   * Drops columns, and fields of structs. Lance's own call drops the whole column for a field of a
   * struct in a list.
   *
   * @param removal from a schema to what is left of it
   */
  public static void dropColumns(TableAddress table, UnaryOperator<Schema> removal) {
    commit(
        table,
        dataset -> Project.builder().schema(removal.apply(TableLoader.schema(dataset))).build());
    TableChanges.announce(table);
  }

  /** Renames columns, or changes whether they may hold nulls. */
  public static void alterColumns(TableAddress table, List<ColumnAlteration> alterations) {
    NativeChange.make(table, "Project", dataset -> dataset.alterColumns(alterations));
  }

  /** Makes columns of a table without rows NOT NULL. */
  public static void requireValues(TableAddress table, List<String> columns) {
    NativeChange.make(
        table,
        "Project",
        dataset -> {
          List<ColumnAlteration> alterations =
              dataset.getSchema().getFields().stream()
                  .filter(field -> field.isNullable() && columns.contains(field.getName()))
                  .map(f -> new ColumnAlteration.Builder(f.getName()).nullable(false).build())
                  .toList();
          if (!alterations.isEmpty()) {
            dataset.alterColumns(alterations);
          }
        });
  }

  /**
   * @param removed keys of properties, which need not be there
   */
  public static void changeProperties(
      TableAddress table, Map<String, String> set, Set<String> removed) {
    Map<String, String> updates = new HashMap<>(set);
    removed.forEach(key -> updates.put(key, null));
    commit(
        table, dataset -> properties(KeptDeclarations.withReplaced(dataset.getConfig(), updates)));
  }

  /**
   * Makes a table keep declarations of indexes; there is no version when it does so already.
   *
   * @param written by column; empty for an index that is to go
   */
  public static void declareIndexes(
      TableAddress table, Map<String, Optional<IndexDeclaration>> written) {
    try (DatasetLease lease = TableLoader.lease(latest(table))) {
      if (KeptDeclarations.changes(lease.dataset().getConfig(), written).isEmpty()) {
        return;
      }
    }
    commit(table, dataset -> properties(KeptDeclarations.changes(dataset.getConfig(), written)));
  }

  private static UpdateConfig properties(Map<String, String> updates) {
    return UpdateConfig.builder()
        .configUpdates(UpdateMap.builder().updates(updates).replace(false).build())
        .build();
  }

  /**
   * @param values by the path of a field
   */
  public static void changeFieldMetadata(
      TableAddress table, String key, Map<String, String> values) {
    commit(
        table,
        dataset -> {
          Map<String, Integer> ids = new HashMap<>();
          new FieldIds(dataset.getLanceSchema()).paths().forEach((id, path) -> ids.put(path, id));
          Map<Integer, UpdateMap> updates = new HashMap<>();
          values.forEach(
              (path, value) -> {
                if (!ids.containsKey(path)) {
                  throw WriteErrors.columnMeanwhile(table.uri(), path);
                }
                Map<String, String> update = new HashMap<>();
                update.put(key, value);
                updates.put(
                    ids.get(path), UpdateMap.builder().updates(update).replace(false).build());
              });
          return UpdateConfig.builder().fieldMetadataUpdates(updates).build();
        });
  }

  /**
   * @param change made for the newest version, and anew when another writer comes first
   */
  private static void commit(TableAddress table, Function<Dataset, Operation> change) {
    String reason = "";
    for (int i = 0; i < ATTEMPTS; i++) {
      TableReference base = latest(table);
      Operation operation;
      try (DatasetLease lease = TableLoader.lease(base)) {
        operation = change.apply(lease.dataset());
      }
      CommitOutcome outcome = CommitAttempt.change(base, operation, Map.of());
      if (!(outcome instanceof CommitOutcome.Conflict conflict)) {
        return;
      }
      reason = conflict.reason();
    }
    throw WriteErrors.changedMeanwhile(table.uri(), ATTEMPTS, reason);
  }

  /**
   * Removes the rows for which a condition is true.
   *
   * @param condition in Lance's SQL
   */
  public static void deleteRows(TableAddress table, String condition) {
    NativeChange.make(table, "Delete", dataset -> dataset.delete(condition));
  }

  /** Removes all rows; columns, key and indexes stay. */
  public static void truncate(TableAddress table) {
    NativeChange.make(table, "Delete", Dataset::truncateTable);
  }

  /** Makes the rows, columns and indexes of an older version the newest. */
  public static void restore(TableReference version) {
    NativeChange.make(
        version.address(),
        "Restore",
        latest -> {
          try (Dataset older = latest.checkoutVersion(version.version())) {
            older.restore();
          }
        });
  }

  /** Creates a tag of a version, or moves an existing tag to it. */
  public static void tag(TableReference version, String tag) {
    TagChange.point(version.address(), tag, version.version());
  }

  /**
   * @return whether there was such a tag
   */
  public static boolean untag(TableAddress table, String tag) {
    boolean isThere = TableHistory.tags(latest(table)).containsKey(tag);
    if (isThere) {
      TagChange.remove(table, tag);
    }
    return isThere;
  }

  private static TableReference latest(TableAddress table) {
    return TableLoader.latest(table).orElseThrow(() -> TableErrors.notFound(table.uri()));
  }
}
