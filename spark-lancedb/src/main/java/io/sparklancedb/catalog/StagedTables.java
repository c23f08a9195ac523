package io.sparklancedb.catalog;

import io.sparklancedb.config.Options;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.namespace.TableReservation;
import io.sparklancedb.table.LanceDbStagedTable;
import io.sparklancedb.types.ArrowToSpark;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;

/**
 * Tables that statements create or replace, in one version with their rows.
 *
 * @param defaults of the catalog: options that stand where the definition gives none
 */
record StagedTables(Map<String, String> defaults) {
  StagedTables {
    defaults = Map.copyOf(defaults);
  }

  /**
   * A table that does not exist yet.
   *
   * @param name with the catalog's, for messages
   */
  StagedTable creation(String name, TableReservation place, TableDefinition definition) {
    return staged(name, place, definition, Optional.empty(), false);
  }

  /**
   * The next version of a table. It keeps the primary key when it has that column and the statement
   * names none.
   *
   * @param name with the catalog's, for messages
   */
  StagedTable replacement(
      String name,
      TableSnapshot replaced,
      StructType columns,
      Transform[] partitions,
      Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    replaced.primaryKey().stream()
        .filter(Set.of(columns.fieldNames())::contains)
        .findFirst()
        .ifPresent(key -> all.putIfAbsent(Options.PRIMARY_KEY, key));
    TableDefinition definition = TableDefinition.of(name, columns, partitions, all);
    boolean keepsColumns =
        definition.fits(ArrowToSpark.declared(replaced.schema()), replaced.primaryKey());
    TableReservation place = TableReservation.of(replaced.reference().address());
    return staged(name, place, definition, Optional.of(replaced), keepsColumns);
  }

  private StagedTable staged(
      String name,
      TableReservation place,
      TableDefinition definition,
      Optional<TableSnapshot> replaced,
      boolean keepsColumns) {
    Map<String, String> options = new HashMap<>(defaults);
    options.putAll(definition.defaults());
    options.putAll(definition.options());
    return new LanceDbStagedTable(
        name,
        place,
        replaced,
        keepsColumns,
        definition.columns(),
        options,
        definition.properties());
  }
}
