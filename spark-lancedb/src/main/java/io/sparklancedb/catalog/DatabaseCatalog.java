package io.sparklancedb.catalog;

import io.sparklancedb.config.LanceDbOptions;
import io.sparklancedb.config.Options;
import io.sparklancedb.config.PlanRedaction;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.dataset.DatabaseTables;
import io.sparklancedb.dataset.TableHandle;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.dataset.Tables;
import io.sparklancedb.error.CatalogErrors;
import io.sparklancedb.search.SqlFunctions;
import io.sparklancedb.table.NamedTable;
import io.sparklancedb.table.TableInCreation;
import io.sparklancedb.types.ArrowToSpark;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.StagingTableCatalog;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A LanceDB database as a catalog: one folder of tables, which is the namespace {@code default}.
 */
public abstract class DatabaseCatalog
    implements StagingTableCatalog, SupportsNamespaces, FunctionCatalog {
  private static final String TABLE_NAME = "table_name";
  private static final String[] DEFAULT_NAMESPACE = {"default"};

  private String name;
  private TableAddress anyTable;
  private Map<String, String> defaults;

  /**
   * @param options {@code db_uri}, {@code storage_options.<name>}, and any option of a read or a
   *     write as the default of all of them
   * @throws io.sparklancedb.error.LanceDbException for an option that cannot be used
   */
  @Override
  public final void initialize(String catalog, CaseInsensitiveStringMap options) {
    options.keySet().stream()
        .filter(option -> !Options.mayBeOfCatalog(option))
        .findFirst()
        .ifPresent(
            option -> {
              throw CatalogErrors.optionOfOneTable(catalog, option);
            });
    Map<String, String> all = new HashMap<>(options.asCaseSensitiveMap());
    all.put(TABLE_NAME, "any");
    LanceDbOptions parsed = LanceDbOptions.of(all);
    parsed.readConfig();
    parsed.writeConfig();
    name = catalog;
    anyTable = parsed.address();
    defaults = options.asCaseSensitiveMap();
    PlanRedaction.hideStorageOptions();
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public String[] defaultNamespace() {
    return DEFAULT_NAMESPACE.clone();
  }

  @Override
  public String[][] listNamespaces() {
    return new String[][] {defaultNamespace()};
  }

  @Override
  public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
    if (namespace.length == 0) {
      return listNamespaces();
    }
    require(namespace);
    return new String[0][];
  }

  @Override
  public boolean namespaceExists(String[] namespace) {
    return Arrays.equals(namespace, DEFAULT_NAMESPACE);
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(String[] namespace)
      throws NoSuchNamespaceException {
    require(namespace);
    return Map.of(SupportsNamespaces.PROP_LOCATION, anyTable.database().value());
  }

  @Override
  public void createNamespace(String[] namespace, Map<String, String> metadata) {
    throw CatalogErrors.onlyDefaultNamespace(name);
  }

  @Override
  public void alterNamespace(String[] namespace, NamespaceChange... changes) {
    throw CatalogErrors.onlyDefaultNamespace(name);
  }

  @Override
  public boolean dropNamespace(String[] namespace, boolean cascade) {
    throw CatalogErrors.onlyDefaultNamespace(name);
  }

  private void require(String[] namespace) throws NoSuchNamespaceException {
    if (!namespaceExists(namespace)) {
      throw new NoSuchNamespaceException(namespace);
    }
  }

  @Override
  public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
    require(namespace);
    return DatabaseTables.list(anyTable).stream()
        .map(table -> Identifier.of(namespace, table))
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
    return address(table).filter(DatabaseTables::exists).isPresent();
  }

  @Override
  public Table loadTable(Identifier table) throws NoSuchTableException {
    Optional<Identifier> described = described(table);
    if (described.isPresent()) {
      MetadataTable.Kind kind = MetadataTable.Kind.named(table.name()).orElseThrow();
      return new MetadataTable(text(table), kind, snapshot(described.get()));
    }
    return named(table, new VersionSelector.Latest());
  }

  /** The table that another tells of: of {@code default.docs.versions} it is {@code docs}. */
  private Optional<Identifier> described(Identifier table) {
    String[] path = table.namespace();
    boolean tells =
        path.length == 2
            && path[0].equals(DEFAULT_NAMESPACE[0])
            && MetadataTable.Kind.named(table.name()).isPresent();
    return tells ? Optional.of(Identifier.of(defaultNamespace(), path[1])) : Optional.empty();
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
            : new VersionSelector.Tag(version));
  }

  @Override
  public Table loadTable(Identifier table, long micros) throws NoSuchTableException {
    Instant time = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    return named(table, new VersionSelector.AsOf(time));
  }

  @Override
  @SuppressWarnings("deprecation") // What takes columns came with 3.4 and calls this.
  public Table createTable(
      Identifier table, StructType columns, Transform[] partitions, Map<String, String> properties)
      throws TableAlreadyExistsException, NoSuchNamespaceException {
    TableDefinition definition = definition(table, columns, partitions, properties);
    creation(table, definition, Optional.empty(), false).commitStagedChanges();
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
    return creation(
        table, definition(table, columns, partitions, properties), Optional.empty(), false);
  }

  @Override
  public StagedTable stageReplace(
      Identifier table, StructType columns, Transform[] partitions, Map<String, String> properties)
      throws NoSuchNamespaceException, NoSuchTableException {
    require(table.namespace());
    return replacement(table, columns, partitions, properties, snapshot(table));
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

  private StagedTable replacement(
      Identifier table,
      StructType columns,
      Transform[] partitions,
      Map<String, String> properties,
      TableSnapshot replaced) {
    Map<String, String> all = new HashMap<>(properties);
    replaced.primaryKey().stream()
        .filter(Set.of(columns.fieldNames())::contains)
        .findFirst()
        .ifPresent(key -> all.putIfAbsent(TableDefinition.PRIMARY_KEY, key));
    TableDefinition definition = TableDefinition.of(text(table), columns, partitions, all);
    boolean keepsColumns =
        definition.fits(ArrowToSpark.toSpark(replaced.schema()), replaced.primaryKey());
    return creation(table, definition, Optional.of(replaced), keepsColumns);
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

  private StagedTable creation(
      Identifier table,
      TableDefinition definition,
      Optional<TableSnapshot> replaced,
      boolean keepsColumns) {
    Map<String, String> options = new HashMap<>(defaults);
    options.putAll(definition.options());
    return new TableInCreation(
        text(table),
        anyTable.named(table.name()),
        replaced,
        keepsColumns,
        definition.columns(),
        options,
        definition.properties());
  }

  @Override
  public Table alterTable(Identifier table, TableChange... changes) throws NoSuchTableException {
    ColumnChanges.apply(snapshot(table), changes);
    return loadTable(table);
  }

  @Override
  public boolean dropTable(Identifier table) {
    return address(table).filter(DatabaseTables::drop).isPresent();
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
    // Spark completes the new name by the namespace of the old one, or by none.
    if (renamed.namespace().length > 0 && !namespaceExists(renamed.namespace())) {
      throw CatalogErrors.onlyDefaultNamespace(name);
    }
    if (DatabaseTables.exists(anyTable.named(renamed.name()))) {
      throw new TableAlreadyExistsException(renamed);
    }
    DatabaseTables.rename(anyTable.named(table.name()), renamed.name());
  }

  /**
   * Opens a table for what is no query.
   *
   * @param table its name, which may be preceded by that of its namespace or by both
   * @throws io.sparklancedb.error.LanceDbException when there is no such table
   */
  protected final TableHandle openTable(String table) {
    String namespace = DEFAULT_NAMESPACE[0] + ".";
    String own = table.startsWith(name + ".") ? table.substring(name.length() + 1) : table;
    return TableHandle.of(
        anyTable.named(own.startsWith(namespace) ? own.substring(namespace.length()) : own));
  }

  private Table named(Identifier table, VersionSelector selector) throws NoSuchTableException {
    TableSnapshot found = snapshot(table, selector);
    Map<String, String> properties = Tables.properties(found.reference());
    Map<String, String> all = new HashMap<>(defaults);
    all.putAll(TableDefinition.defaults(properties));
    return new NamedTable(
        text(table),
        found.reference().address(),
        selector,
        found,
        all,
        TableDefinition.shown(
            found.schema(), found.primaryKey(), found.storageVersion(), properties));
  }

  private TableSnapshot snapshot(Identifier table) throws NoSuchTableException {
    return snapshot(table, new VersionSelector.Latest());
  }

  private TableSnapshot snapshot(Identifier table, VersionSelector selector)
      throws NoSuchTableException {
    Optional<TableAddress> address = address(table);
    if (address.isEmpty() || !DatabaseTables.exists(address.get())) {
      throw new NoSuchTableException(table);
    }
    return Tables.load(address.get(), selector).orElseThrow(() -> new NoSuchTableException(table));
  }

  /** Empty for a name that no table of the database can have. */
  private Optional<TableAddress> address(Identifier table) {
    return namespaceExists(table.namespace()) && TableAddress.isName(table.name())
        ? Optional.of(anyTable.named(table.name()))
        : Optional.empty();
  }

  private String text(Identifier table) {
    return String.join(".", List.of(name, String.join(".", table.namespace()), table.name()));
  }
}
