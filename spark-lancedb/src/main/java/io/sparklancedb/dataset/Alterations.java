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
