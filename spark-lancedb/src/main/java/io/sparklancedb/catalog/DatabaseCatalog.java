package io.sparklancedb.catalog;

import io.sparklancedb.client.TableHandle;
import io.sparklancedb.config.LanceDbOptions;
import io.sparklancedb.config.PlanRedaction;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.CatalogErrors;
import io.sparklancedb.error.OptionErrors;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.functions.SqlFunctions;
import io.sparklancedb.namespace.Namespaces;
import io.sparklancedb.namespace.TableReservation;
import io.sparklancedb.table.CachedReads;
import io.sparklancedb.table.LanceDbCatalogTable;
import io.sparklancedb.table.MetadataTable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.StagingTableCatalog;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.TableWritePrivilege;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A LanceDB database as a catalog: its tables, functions and namespaces. */
public abstract class DatabaseCatalog extends NamespaceCatalog
    implements StagingTableCatalog, FunctionCatalog {
  private Map<String, String> defaults;

  /**
   * @param options {@code db_uri}, {@code storage_options.<name>}, {@code namespace} with its
   *     properties, and any option of a read or a write as the default of all of them
   * @throws io.sparklancedb.error.LanceDbException for an option that cannot be used
   */
  @Override
  public final void initialize(String catalog, CaseInsensitiveStringMap options) {
    LanceDbOptions parsed = CatalogOptions.parse(catalog, options);
    open(catalog, Namespaces.of(parsed.namespace()));
    defaults = parsed.defaults();
    PlanRedaction.hideSecrets();
  }

  @Override
  public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
    String[] known = isRoot(namespace) ? defaultNamespace() : namespace;
    return names().tables(require(namespace)).stream()
        .map(table -> Identifier.of(known, table))
        .toArray(Identifier[]::new);
  }

  @Override
  public Identifier[] listFunctions(String[] namespace) throws NoSuchNamespaceException {
    if (SqlFunctions.isNamespace(namespace)) {
      return SqlFunctions.all();
    }
    require(namespace);
    return new Identifier[0];
  }

  @Override
  public UnboundFunction loadFunction(Identifier function) throws NoSuchFunctionException {
    return SqlFunctions.load(function);
  }

  @Override
  public boolean tableExists(Identifier table) {
    return find(table).isPresent();
  }

  private Optional<TableAddress> find(Identifier table) {
    return path(table).flatMap(names()::find);
  }

  @Override
  public Table loadTable(Identifier table) throws NoSuchTableException {
    Optional<Identifier> described = described(table);
    // Of "docs.versions" a namespace "docs" may have the table.
    boolean isTable = table.namespace().length == 1 && tableExists(table);
    if (described.isPresent() && !isTable) {
      MetadataTable.Kind kind = MetadataTable.Kind.named(table.name()).orElseThrow();
      Optional<TableSnapshot> known = find(described.get(), new VersionSelector.Latest());
      if (known.isPresent()) {
        return new MetadataTable(text(table), kind, known.get().reference().address());
      }
    }
    return newest(table, LanceDbCatalogTable.Use.ANY);
  }

  /** The table that a statement names in order to write it; not one behind a view. */
  @Override
  public Table loadTable(Identifier table, Set<TableWritePrivilege> writes)
      throws NoSuchTableException {
    if (!writes.contains(TableWritePrivilege.DELETE)) {
      return described(table).isPresent()
          ? loadTable(table)
          : newest(table, LanceDbCatalogTable.Use.WRITE);
    }
    LanceDbCatalogTable target = newest(table, LanceDbCatalogTable.Use.DELETE);
    return writes.size() == 1 ? target.requireDeletable() : target;
  }

  /**
   * The table that another may tell of: of {@code default.docs.versions}, and of {@code
   * docs.versions}, it is {@code docs}.
   */
  private static Optional<Identifier> described(Identifier table) {
    String[] path = table.namespace();
    int last = path.length - 1;
    return !isRoot(path) && MetadataTable.Kind.named(table.name()).isPresent()
        ? Optional.of(Identifier.of(Arrays.copyOf(path, last), path[last]))
        : Optional.empty();
  }

  /**
   * @param version a number or a tag
   */
  @Override
  public Table loadTable(Identifier table, String version) throws NoSuchTableException {
    return named(
        table,
        version.matches("\\d{1,18}")
            ? new VersionSelector.Version(Long.parseLong(version))
            : new VersionSelector.Tag(version),
        LanceDbCatalogTable.Use.ANY);
  }

  @Override
  public Table loadTable(Identifier table, long micros) throws NoSuchTableException {
    Instant time = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    return named(table, new VersionSelector.AsOf(time), LanceDbCatalogTable.Use.ANY);
  }

  @Override
  @SuppressWarnings("deprecation") // What takes columns came with 3.4 and calls this.
  public Table createTable(
      Identifier table, StructType columns, Transform[] partitions, Map<String, String> properties)
      throws TableAlreadyExistsException, NoSuchNamespaceException {
    TableDefinition definition = definition(table, columns, partitions, properties);
    StagedTable created = creation(table, definition);
    try {
      created.commitStagedChanges();
    } catch (RuntimeException e) {
      created.abortStagedChanges();
      throw e;
    }
    try {
      return loadTable(table);
    } catch (NoSuchTableException e) {
      throw CatalogErrors.changedMeanwhile(text(table), e);
    }
  }

  @Override
  @SuppressWarnings("deprecation") // What takes columns came with 3.4 and calls this.
  public StagedTable stageCreate(
      Identifier table, StructType columns, Transform[] partitions, Map<String, String> properties)
      throws TableAlreadyExistsException, NoSuchNamespaceException {
    return creation(table, definition(table, columns, partitions, properties));
  }

  @Override
  public StagedTable stageReplace(
      Identifier table, StructType columns, Transform[] partitions, Map<String, String> properties)
      throws NoSuchNamespaceException, NoSuchTableException {
    require(table.namespace());
    return new StagedTables(defaults)
        .replacement(text(table), snapshot(table), columns, partitions, properties);
  }

  @Override
  public StagedTable stageCreateOrReplace(
      Identifier table, StructType columns, Transform[] partitions, Map<String, String> properties)
      throws NoSuchNamespaceException {
    require(table.namespace());
    try {
      return tableExists(table)
          ? stageReplace(table, columns, partitions, properties)
          : stageCreate(table, columns, partitions, properties);
    } catch (NoSuchTableException | TableAlreadyExistsException e) {
      throw CatalogErrors.changedMeanwhile(text(table), e);
    }
  }

  private StagedTable creation(Identifier table, TableDefinition definition) {
    TableReservation place =
        names().place(path(table).orElseThrow(() -> OptionErrors.badTableName(table.name())));
    return new StagedTables(defaults).creation(text(table), place, definition);
  }

  private TableDefinition definition(
      Identifier table, StructType columns, Transform[] partitions, Map<String, String> properties)
      throws TableAlreadyExistsException, NoSuchNamespaceException {
    require(table.namespace());
    if (tableExists(table)) {
      throw new TableAlreadyExistsException(table);
    }
    return TableDefinition.of(text(table), columns, partitions, properties);
  }

  @Override
  public Table alterTable(Identifier table, TableChange... changes) throws NoSuchTableException {
    ColumnChanges.apply(table.name(), text(table), snapshot(table), changes);
    return loadTable(table);
  }

  @Override
  public boolean dropTable(Identifier table) {
    return path(table).filter(names()::dropTable).isPresent();
  }

  /** Dropping leaves nothing to be restored from, so there is nothing more to purge. */
  @Override
  public boolean purgeTable(Identifier table) {
    return dropTable(table);
  }

  @Override
  public void renameTable(Identifier table, Identifier renamed)
      throws NoSuchTableException, TableAlreadyExistsException {
    if (!tableExists(table)) {
      throw new NoSuchTableException(table);
    }
    requireNoCatalog(table, renamed);
    // Spark completes the new name by the namespace of the old one, or by none.
    Identifier target =
        renamed.namespace().length > 0 ? renamed : Identifier.of(table.namespace(), renamed.name());
    List<String> path = path(target).orElseThrow(() -> OptionErrors.badTableName(renamed.name()));
    if (names().find(path).isPresent()) {
      throw new TableAlreadyExistsException(renamed);
    }
    names().rename(path(table).orElseThrow(), path);
  }

  /**
   * Opens a table for what is no query.
   *
   * @param table its name, which may be preceded by that of its namespace or by the catalog's and
   *     that
   * @throws io.sparklancedb.error.LanceDbException when there is no such table
   */
  protected final TableHandle openTable(String table) {
    return known(table)
        .flatMap(names()::find)
        .map(TableHandle::of)
        .orElseThrow(() -> TableErrors.notFound(table));
  }

  private Optional<List<String>> known(String table) {
    String namespace = DEFAULT_NAMESPACE[0] + ".";
    String own = table.startsWith(name() + ".") ? table.substring(name().length() + 1) : table;
    String path = own.startsWith(namespace) ? own.substring(namespace.length()) : own;
    if (!TableAddress.isName(path)) {
      throw OptionErrors.badTableName(path);
    }
    return Stream.of(List.of(path), List.of(path.split("\\.")))
        .filter(candidate -> names().find(candidate).isPresent())
        .findFirst();
  }

  private LanceDbCatalogTable newest(Identifier table, LanceDbCatalogTable.Use use)
      throws NoSuchTableException {
    return named(table, new VersionSelector.Latest(), use);
  }

  private LanceDbCatalogTable named(
      Identifier table, VersionSelector selector, LanceDbCatalogTable.Use use)
      throws NoSuchTableException {
    TableSnapshot found = snapshot(table, selector);
    if (selector instanceof VersionSelector.Latest) {
      CachedReads.note(found.reference().address(), name(), table);
    }
    Map<String, String> properties = TableLoader.properties(found.reference());
    Map<String, String> all = new HashMap<>(defaults);
    all.putAll(TableDefinition.defaults(properties));
    return new LanceDbCatalogTable(
        text(table),
        found.reference().address(),
        selector,
        found,
        use,
        all,
        TableDefinition.shown(
            found.schema(), found.primaryKey(), found.storageVersion(), properties));
  }

  private TableSnapshot snapshot(Identifier table) throws NoSuchTableException {
    return snapshot(table, new VersionSelector.Latest());
  }

  private TableSnapshot snapshot(Identifier table, VersionSelector selector)
      throws NoSuchTableException {
    return find(table, selector).orElseThrow(() -> new NoSuchTableException(table));
  }

  private Optional<TableSnapshot> find(Identifier table, VersionSelector selector) {
    return find(table).flatMap(address -> TableLoader.load(address, selector));
  }
}
