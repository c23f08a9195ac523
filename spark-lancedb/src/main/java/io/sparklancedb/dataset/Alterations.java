package io.sparklancedb.dataset;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.error.WriteErrors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.arrow.vector.types.pojo.Field;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lance.operation.Operation;
import org.lance.operation.UpdateConfig;
import org.lance.operation.UpdateMap;
import org.lance.schema.ColumnAlteration;
import org.lance.schema.LanceField;

/** Changes that Lance makes by itself, each in one version of its own. */
public final class Alterations {
  private Alterations() {}

  /** Adds columns that are null in all rows. */
  public static void addColumns(TableAddress table, List<Field> columns) {
    change(table, dataset -> dataset.addColumns(columns));
  }

  public static void dropColumns(TableAddress table, List<String> columns) {
    change(table, dataset -> dataset.dropColumns(columns));
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
   * @param values by the name of a column
   */
  public static void changeFieldMetadata(
      TableAddress table, String key, Map<String, String> values) {
    change(
        table,
        dataset -> {
          Map<Integer, UpdateMap> updates = new HashMap<>();
          for (LanceField field : dataset.getLanceSchema().fields()) {
            if (values.containsKey(field.getName())) {
              Map<String, String> update = new HashMap<>();
              update.put(key, values.get(field.getName()));
              updates.put(
                  field.getId(), UpdateMap.builder().updates(update).replace(false).build());
            }
          }
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
    boolean isThere = TableHistory.tags(Tables.latest(table).orElseThrow()).containsKey(tag);
    if (isThere) {
      change(table, latest -> latest.tags().delete(tag));
    }
    return isThere;
  }

  private static void change(TableAddress table, Consumer<Dataset> change) {
    try (Dataset latest = SharedDatabase.of(table).openLatest(table)) {
      change.accept(latest);
      OwnCommits.note(table, latest.latestVersion());
    } catch (RuntimeException e) {
      NativeFailure failure = NativeFailure.of(e, table.storage());
      throw WriteErrors.notChanged(table.uri(), failure.reason(), failure.cause());
    }
  }
}
