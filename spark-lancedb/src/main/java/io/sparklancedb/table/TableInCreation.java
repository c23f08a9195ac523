package io.sparklancedb.table;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.dataset.Alterations;
import io.sparklancedb.dataset.DatabaseTables;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.CatalogErrors;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A table that a statement makes, or all of whose rows it replaces, in the commit of its rows: a
 * statement that fails leaves nothing, or the table as it was.
 */
public final class TableInCreation implements StagedTable, SupportsWrite {
  private final String name;
  private final TableAddress address;
  private final Optional<TableSnapshot> replaced;
  private final StructType columns;
  private final Map<String, String> options;
  private final Map<String, String> properties;
  private boolean isWritten;

  /**
   * @param name with the catalog's
   * @param replaced the table whose rows are to be replaced
   * @param options of the write that makes the table
   * @param properties that are kept with it
   */
  public TableInCreation(
      String name,
      TableAddress address,
      Optional<TableSnapshot> replaced,
      StructType columns,
      Map<String, String> options,
      Map<String, String> properties) {
    this.name = name;
    this.address = address;
    this.replaced = replaced;
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
    WriteBuilder builder =
        new LanceDbTable(address, new VersionSelector.Latest(), replaced, columns)
            .newWriteBuilder(new DefaultedWriteInfo(info, options));
    return replaced.isPresent() ? ((SupportsTruncate) builder).truncate() : builder;
  }

  /**
   * Rows are committed by their write; a statement without a query has none. Without rows no table
   * is made when a vector's dimension is unknown.
   */
  @Override
  public void commitStagedChanges() {
    if (!isWritten) {
      Write nothing = newWriteBuilder(new NoRows(columns)).build();
      nothing.toBatch().commit(new WriterCommitMessage[0]);
    }
    if (!DatabaseTables.exists(address)) {
      throw CatalogErrors.unknownDimension(name);
    }
    if (!properties.isEmpty()) {
      Alterations.changeProperties(address, properties, Set.of());
    }
  }

  @Override
  public void abortStagedChanges() {
    // A write that fails removes what it has written.
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
