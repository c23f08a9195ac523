package io.sparklancedb.table;

import io.sparklancedb.commit.Alterations;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.CatalogErrors;
import io.sparklancedb.error.TypeErrors;
import io.sparklancedb.index.DeclaredIndexes;
import io.sparklancedb.job.JobRunner;
import io.sparklancedb.namespace.DatabaseTables;
import io.sparklancedb.namespace.TableReservation;
import io.sparklancedb.types.DeclaredStrings;
import io.sparklancedb.write.LanceDbWriteBuilder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A table that a statement creates or replaces. This happens in the commit of its rows: a statement
 * that fails creates no table, and leaves an existing one as it was.
 */
public final class LanceDbStagedTable implements StagedTable, SupportsWrite {
  private static final String LANCES_OWN = "lance.";
  private static final String CREATION = "CREATE TABLE AS SELECT";
  private static final String REPLACEMENT = "REPLACE TABLE AS SELECT";

  private final String name;
  private final TableReservation place;
  private final Optional<TableSnapshot> replaced;
  private final boolean keepsColumns;
  private final StructType columns;
  private final Map<String, String> options;
  private final Map<String, String> properties;
  private boolean isWritten;
  private CaseInsensitiveStringMap written = CaseInsensitiveStringMap.empty();

  /**
   * @param name with the catalog's
   * @param replaced the table whose rows are to be replaced
   * @param keepsColumns whether that table has these columns and this key already
   * @param options of the write that makes the table
   * @param properties that are kept with it
   */
  public LanceDbStagedTable(
      String name,
      TableReservation place,
      Optional<TableSnapshot> replaced,
      boolean keepsColumns,
      StructType columns,
      Map<String, String> options,
      Map<String, String> properties) {
    this.name = name;
    this.place = place;
    this.replaced = replaced;
    this.keepsColumns = keepsColumns;
    this.columns = columns;
    this.options = Map.copyOf(options);
    this.properties = Map.copyOf(properties);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  @SuppressWarnings("deprecation") // As LanceDbTable's.
  public StructType schema() {
    return columns;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_WRITE, TableCapability.TRUNCATE);
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    isWritten = true;
    written = info.options();
    LanceDbWriteBuilder builder =
        LanceDbTable.newWriteBuilder(
                place.address(), replaced, new Declared(info, columns), options)
            .ofStatement(replaced.isEmpty() ? CREATION : REPLACEMENT);
    if (replaced.isEmpty()) {
      return builder.properties(properties);
    }
    return keepsColumns ? builder.truncate() : builder.replaceTable();
  }

  /**
   * Rows are committed by their write; a statement without a query has none. Without rows no table
   * is made when a vector's dimension is unknown.
   */
  @Override
  public void commitStagedChanges() {
    boolean hasRows = isWritten;
    if (!hasRows) {
      Write nothing = newWriteBuilder(new NoRows(columns)).build();
      nothing.toBatch().commit(new WriterCommitMessage[0]);
    }
    if (!place.isHeld()) {
      throw CatalogErrors.changedMeanwhile(name, null);
    }
    TableAddress address = place.address();
    if (!DatabaseTables.exists(address)) {
      throw TypeErrors.unknownDimensionOfTable(name);
    }
    if (!hasRows) {
      requireValues(address);
    }
    Set<String> gone = gone();
    Map<String, String> missing = missing(address);
    if (!missing.isEmpty() || !gone.isEmpty()) {
      Alterations.changeProperties(address, missing, gone);
      DeclaredIndexes.buildMissing(address, Optional.empty(), JobRunner.onCluster());
    }
  }

  /** A table that is made with its rows has them in the same version. */
  private Map<String, String> missing(TableAddress address) {
    Map<String, String> missing = new HashMap<>(properties);
    if (replaced.isEmpty()) {
      TableSnapshot made = TableLoader.load(address, new VersionSelector.Latest()).orElseThrow();
      missing.entrySet().removeAll(TableLoader.properties(made.reference()).entrySet());
    }
    return missing;
  }

  /** The properties of a replaced table go with it, but for Lance's own. */
  private Set<String> gone() {
    Set<String> gone = new HashSet<>();
    replaced.ifPresent(table -> gone.addAll(TableLoader.properties(table.reference()).keySet()));
    gone.removeIf(
        key ->
            key.startsWith(LANCES_OWN) || properties.containsKey(key) || written.containsKey(key));
    return gone;
  }

  /** Makes columns {@code NOT NULL}; of the columns of a query Spark does not tell. */
  private void requireValues(TableAddress address) {
    List<String> notNull =
        Arrays.stream(columns.fields())
            .filter(column -> !column.nullable())
            .map(StructField::name)
            .toList();
    if (!notNull.isEmpty()) {
      Alterations.requireValues(address, notNull);
    }
  }

  @Override
  public void abortStagedChanges() {
    // A write that fails has removed what it had written.
    place.release();
  }

  /** A write whose rows have the strings' lengths of the table, of which Spark does not tell. */
  private record Declared(LogicalWriteInfo write, StructType columns) implements LogicalWriteInfo {
    @Override
    public StructType schema() {
      return DeclaredStrings.as(columns, write.schema());
    }

    @Override
    public CaseInsensitiveStringMap options() {
      return write.options();
    }

    @Override
    public String queryId() {
      return write.queryId();
    }
  }

  private record NoRows(StructType schema) implements LogicalWriteInfo {
    @Override
    public CaseInsensitiveStringMap options() {
      return CaseInsensitiveStringMap.empty();
    }

    @Override
    public String queryId() {
      return "";
    }
  }
}
