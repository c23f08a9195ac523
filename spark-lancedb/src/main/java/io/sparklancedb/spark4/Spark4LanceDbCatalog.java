package io.sparklancedb.spark4;

import io.sparklancedb.LanceDbCatalog;
import io.sparklancedb.error.CatalogErrors;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.ProcedureCatalog;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalogCapability;
import org.apache.spark.sql.connector.catalog.TableInfo;
import org.apache.spark.sql.connector.catalog.constraints.Constraint;
import org.apache.spark.sql.connector.catalog.constraints.PrimaryKey;
import org.apache.spark.sql.connector.catalog.procedures.UnboundProcedure;

/**
 * {@link LanceDbCatalog} for Spark 4: {@code CALL <catalog>.system...} restores and tags versions,
 * and from 4.1 on {@code PRIMARY KEY} names the key of a table that is made.
 */
public class Spark4LanceDbCatalog extends LanceDbCatalog implements ProcedureCatalog {
  private static final String PROCEDURES = "system";
  private static final String KEY = "primary_key";

  @Override
  public UnboundProcedure loadProcedure(Identifier name) {
    return Stream.of(TableProcedure.values())
        .filter(procedure -> identifier(procedure).equals(name))
        .map(procedure -> procedure.of(tables()))
        .findFirst()
        .orElseThrow(
            () ->
                CatalogErrors.noProcedure(
                    String.join(".", name.namespace()) + "." + name.name(),
                    Arrays.toString(TableProcedure.values())));
  }

  private TableProcedure.CatalogTables tables() {
    return this::openTable;
  }

  /** Spark asks from 4.1 on. */
  @Override
  public Identifier[] listProcedures(String[] namespace) {
    return Stream.of(TableProcedure.values())
        .map(Spark4LanceDbCatalog::identifier)
        .filter(known -> Arrays.equals(known.namespace(), namespace))
        .toArray(Identifier[]::new);
  }

  private static Identifier identifier(TableProcedure procedure) {
    return Identifier.of(new String[] {PROCEDURES}, procedure.toString());
  }

  @Override
  public Set<TableCatalogCapability> capabilities() {
    Set<TableCatalogCapability> all = EnumSet.noneOf(TableCatalogCapability.class);
    for (TableCatalogCapability known : TableCatalogCapability.values()) {
      // 4.0 has no such constant.
      if (known.name().equals("SUPPORT_TABLE_CONSTRAINT")) {
        all.add(known);
      }
    }
    return all;
  }

  /** Spark calls it from 4.1 on. */
  public Table createTable(Identifier table, TableInfo definition)
      throws TableAlreadyExistsException, NoSuchNamespaceException {
    Map<String, String> properties = new HashMap<>(definition.properties());
    for (Constraint constraint : definition.constraints()) {
      String column = key(constraint);
      String other = properties.putIfAbsent(KEY, column);
      if (other != null && !other.equals(column)) {
        throw CatalogErrors.twoKeys(table.name(), column, other);
      }
    }
    return createTable(table, definition.schema(), definition.partitions(), properties);
  }

  private static String key(Constraint constraint) {
    if (constraint instanceof PrimaryKey key && key.columns().length == 1) {
      return String.join(".", key.columns()[0].fieldNames());
    }
    throw CatalogErrors.constraint(constraint.toDDL());
  }
}
