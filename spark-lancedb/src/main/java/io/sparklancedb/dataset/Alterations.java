package io.sparklancedb.dataset;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.error.WriteErrors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.Transaction;
import org.lance.operation.Merge;
import org.lance.operation.Operation;
import org.lance.operation.Project;
import org.lance.operation.UpdateConfig;
import org.lance.operation.UpdateMap;
import org.lance.schema.ColumnAlteration;

/** Changes that Lance makes by itself, each in one version of its own. */
public final class Alterations {
  private Alterations() {}

  /**
   * Adds columns that are null in all rows: a merge that adds no file.
   *
   * @param addition from a schema to that with the additions
   */
  public static void addColumns(TableAddress table, UnaryOperator<Schema> addition) {
    change(
        table,
        dataset ->
            commit(
                dataset,
                Merge.builder()
                    .fragments(dataset.getFragments().stream().map(Fragment::metadata).toList())
                    .schema(addition.apply(Tables.schema(dataset)))
                    .build()));
  }

  /**
   * Drops columns, and fields of structs. Lance's own call drops the whole column for a field of a
   * struct in a list.
   *
   * @param removal from a schema to what is left of it
   */
  public static void dropColumns(TableAddress table, UnaryOperator<Schema> removal) {
    change(
        table,
        dataset ->
            commit(
                dataset, Project.builder().schema(removal.apply(Tables.schema(dataset))).build()));
  }

  public static void alterColumns(TableAddress table, List<ColumnAlteration> alterations) {
    change(table, dataset -> dataset.alterColumns(alterations));
  }

  /** Lets columns of a table without rows have no null from now on. */
  public static void requireValues(TableAddress table, List<String> columns) {
    change(
        table,
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
    UpdateConfig operation =
        UpdateConfig.builder()
            .configUpdates(UpdateMap.builder().updates(updates).replace(false).build())
            .build();
    change(table, dataset -> commit(dataset, operation));
  }

  /**
   * @param values by the path of a field
   */
  public static void changeFieldMetadata(
      TableAddress table, String key, Map<String, String> values) {
    change(
        table,
        dataset -> {
          Map<Integer, UpdateMap> updates = new HashMap<>();
          FieldIds ids = new FieldIds(dataset.getLanceSchema());
          ids.paths()
              .forEach(
                  (id, path) -> {
                    if (values.containsKey(path)) {
                      Map<String, String> update = new HashMap<>();
                      update.put(key, values.get(path));
                      updates.put(id, UpdateMap.builder().updates(update).replace(false).build());
                    }
                  });
          commit(dataset, UpdateConfig.builder().fieldMetadataUpdates(updates).build());
        });
  }

  private static void commit(Dataset dataset, Operation operation) {
    try (Transaction transaction =
        new Transaction.Builder().readVersion(dataset.version()).operation(operation).build()) {
      new CommitBuilder(dataset).execute(transaction).close();
    }
  }

  /**
   * Removes the rows for which a condition is true.
   *
   * @param condition in Lance's SQL
   */
  public static void deleteRows(TableAddress table, String condition) {
    change(table, dataset -> dataset.delete(condition));
  }

  /** Removes all rows; columns, key and indexes stay. */
  public static void truncate(TableAddress table) {
    change(table, Dataset::truncateTable);
  }

  /** Makes the rows, columns and indexes of an older version the newest. */
  static void restore(TableReference version) {
    change(
        version.address(),
        latest -> {
          try (Dataset older = latest.checkoutVersion(version.version())) {
            older.restore();
          }
        });
  }

  /** Names a version, or another one by a name that is there. */
  static void tag(TableReference version, String tag) {
    change(
        version.address(),
        latest -> {
          if (latest.tags().list().stream().anyMatch(known -> known.getName().equals(tag))) {
            latest.tags().update(tag, version.version());
          } else {
            latest.tags().create(tag, version.version());
          }
        });
  }

  /**
   * @return whether there was such a tag
   */
  static boolean untag(TableAddress table, String tag) {
    TableReference latest =
        Tables.latest(table).orElseThrow(() -> TableErrors.notFound(table.uri()));
    boolean isThere = TableHistory.tags(latest).containsKey(tag);
    if (isThere) {
      change(table, dataset -> dataset.tags().delete(tag));
    }
    return isThere;
  }

  private static void change(TableAddress table, Consumer<Dataset> change) {
    try (Dataset latest = SharedDatabase.of(table).openLatest(table)) {
      change.accept(latest);
    } catch (Exception e) {
      // The native library throws checked exceptions that it does not declare.
      NativeFailure failure = NativeFailure.of(e, table.storage());
      throw WriteErrors.notChanged(table.uri(), failure.reason(), failure.cause());
    } finally {
      OwnCommits.note(table);
    }
  }
}
