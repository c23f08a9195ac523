package io.sparklancedb.table;

import io.sparklancedb.commit.Alterations;
import io.sparklancedb.config.StatementOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.filter.FilterTranslator;
import io.sparklancedb.index.ScalarIndexes;
import io.sparklancedb.read.MetadataColumns;
import io.sparklancedb.types.ArrowToSpark;
import io.sparklancedb.write.LanceDbRowLevelOperation;
import io.sparklancedb.write.LanceDbWriteBuilder;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsDeleteV2;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsRowLevelOperations;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.RowLevelOperationBuilder;
import org.apache.spark.sql.connector.write.RowLevelOperationInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A table of a catalog: read and written as {@link LanceDbTable}, but Spark fits rows to its
 * columns by SQL's rules first. {@code DELETE} runs inside Lance where it evaluates the condition
 * exactly; else, as {@code UPDATE} and {@code MERGE}, through Spark.
 */
public final class LanceDbCatalogTable
    implements SupportsRead,
        SupportsWrite,
        SupportsMetadataColumns,
        SupportsDeleteV2,
        SupportsRowLevelOperations {
  private final String name;
  private final TableAddress address;
  private final Use use;
  private final Map<String, String> defaults;
  private final Map<String, String> properties;
  private final LanceDbTable table;

  /** What a statement has loaded the table for. */
  public enum Use {
    /** It is named as the target of a {@code DELETE}. */
    DELETE,
    /** It is named as the target of another write. */
    WRITE,
    /** Anything else: it may be the table of a view. */
    ANY
  }

  /**
   * @param name with the catalog's
   * @param selector the version that is to be read
   * @param found that version
   * @param defaults options that stand wherever a query gives none
   * @param properties as SQL shows them
   */
  public LanceDbCatalogTable(
      String name,
      TableAddress address,
      VersionSelector selector,
      TableSnapshot found,
      Use use,
      Map<String, String> defaults,
      Map<String, String> properties) {
    this.name = name;
    this.address = address;
    this.use = use;
    this.defaults = Map.copyOf(defaults);
    this.properties = Map.copyOf(properties);
    this.table =
        new LanceDbTable(
            address,
            selector,
            Optional.of(found),
            ArrowToSpark.toSpark(found.schema()),
            new Reading.Rows());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  @SuppressWarnings("deprecation") // As LanceDbTable's.
  public StructType schema() {
    return use == Use.ANY ? table.schema() : PlannedLengths.written(table.schema());
  }

  /** Refuses a table for which this Spark cannot plan a {@code DELETE}. */
  public LanceDbCatalogTable requireDeletable() {
    PlannedLengths.requireDeletable(name, schema());
    return this;
  }

  @Override
  public Map<String, String> properties() {
    return properties;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Capabilities.withSchemaEvolution(
        TableCapability.BATCH_READ,
        TableCapability.BATCH_WRITE,
        TableCapability.TRUNCATE,
        TableCapability.OVERWRITE_DYNAMIC,
        TableCapability.OVERWRITE_BY_FILTER);
  }

  @Override
  public MetadataColumn[] metadataColumns() {
    return table.metadataColumns();
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    StatementOptions.requireForReading(options.asCaseSensitiveMap());
    return table.newScanBuilder(table.current(), OptionDefaults.with(defaults, options));
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    TableSnapshot base = table.base().orElseThrow(() -> TableErrors.notFound(address.uri()));
    boolean mayMerge = base.rowIds() == TableSnapshot.RowIds.ADDRESSES;
    return switch (PlannedAppend.to(address, base.primaryKey().stream().findFirst())) {
      case INSERT -> write(base, info);
      case MERGE_ON_KEY -> mayMerge ? write(base, info).insertNew() : merge(info);
      case MERGE_ON_OTHER_CONDITION -> merge(info);
    };
  }

  private LanceDbWriteBuilder write(TableSnapshot base, LogicalWriteInfo info) {
    return LanceDbTable.newWriteBuilder(address, Optional.of(base), info, defaults);
  }

  /** Inserts rows into the version that the statement reads, which tells what those are. */
  private WriteBuilder merge(LogicalWriteInfo info) {
    return write(table.current(), info).insertInto("merge");
  }

  TableAddress address() {
    return address;
  }

  @Override
  public RowLevelOperationBuilder newRowLevelOperationBuilder(RowLevelOperationInfo info) {
    StatementOptions.requireForReading(info.options().asCaseSensitiveMap());
    TableSnapshot version = table.current();
    return () ->
        new LanceDbRowLevelOperation(
            version,
            info,
            options -> table.newScanBuilder(version, OptionDefaults.with(defaults, options)),
            defaults);
  }

  /**
   * Spark plans a {@code DELETE} from a view as one of the view's table, when the scan has taken
   * over the view's filter or limit; the rows that the view hides would be deleted. So only the
   * table that the statement names is deleted from here.
   */
  @Override
  public boolean canDeleteWhere(Predicate[] predicates) {
    if (use != Use.DELETE) {
      return false;
    }
    TableSnapshot current = table.current();
    return condition(current, predicates).isPresent() && !areMisleading(current, predicates);
  }

  /** Whether Lance would find too few of the rows by an index. */
  private static boolean areMisleading(TableSnapshot current, Predicate[] predicates) {
    try (DatasetLease lease = TableLoader.lease(current.reference())) {
      Set<String> unreliableColumns = ScalarIndexes.of(lease.dataset()).unreliableColumns();
      return Arrays.stream(predicates)
          .flatMap(predicate -> Arrays.stream(predicate.references()))
          .anyMatch(reference -> unreliableColumns.contains(reference.fieldNames()[0]));
    }
  }

  @Override
  public void deleteWhere(Predicate[] predicates) {
    Alterations.deleteRows(address, condition(table.current(), predicates).orElseThrow());
  }

  @Override
  public boolean truncateTable() {
    Alterations.truncate(address);
    return true;
  }

  private static Optional<String> condition(TableSnapshot current, Predicate[] predicates) {
    return new FilterTranslator(MetadataColumns.appendedTo(current)).translateAll(predicates);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LanceDbCatalogTable named && table.equals(named.table);
  }

  @Override
  public int hashCode() {
    return table.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
