package io.sparklancedb.namespace;

import io.sparklancedb.config.NamespaceConfig;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.LocalChanges;
import io.sparklancedb.error.CatalogErrors;
import io.sparklancedb.error.LanceDbException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.lance.namespace.errors.NamespaceAlreadyExistsException;
import org.lance.namespace.errors.NamespaceNotEmptyException;
import org.lance.namespace.errors.NamespaceNotFoundException;
import org.lance.namespace.errors.TableAlreadyExistsException;
import org.lance.namespace.errors.TableNotFoundException;
import org.lance.namespace.model.CreateNamespaceRequest;
import org.lance.namespace.model.DeclareTableRequest;
import org.lance.namespace.model.DeclareTableResponse;
import org.lance.namespace.model.DescribeNamespaceRequest;
import org.lance.namespace.model.DescribeTableRequest;
import org.lance.namespace.model.DescribeTableResponse;
import org.lance.namespace.model.DropNamespaceRequest;
import org.lance.namespace.model.DropTableRequest;
import org.lance.namespace.model.ListNamespacesRequest;
import org.lance.namespace.model.ListNamespacesResponse;
import org.lance.namespace.model.ListTablesRequest;
import org.lance.namespace.model.ListTablesResponse;
import org.lance.namespace.model.RenameTableRequest;

/**
 * Namespaces of lance-core. A table is declared before it exists. That reserves its name and fixes
 * its folder. It is a table as soon as a version is committed there.
 */
final class NestedNamespaces implements Namespaces {
  private final NamespaceConfig.Nested config;
  private final NamespaceClient client;

  NestedNamespaces(NamespaceConfig.Nested config) {
    this.config = config;
    this.client = new NamespaceClient(config);
  }

  @Override
  public boolean exists(List<String> namespace) {
    return namespace.isEmpty() || properties(namespace).isPresent();
  }

  @Override
  public Optional<Map<String, String>> properties(List<String> namespace) {
    DescribeNamespaceRequest request = new DescribeNamespaceRequest().id(namespace);
    return client
        .call(
            "read namespace '%s'".formatted(text(namespace)),
            NamespaceNotFoundException.class,
            names -> names.describeNamespace(request))
        .map(found -> orEmpty(found.getProperties()));
  }

  @Override
  public List<String> children(List<String> namespace) {
    Set<String> found = allChildren(namespace);
    if (found.isEmpty() && namespace.isEmpty()) {
      client.requireNamespaces();
    }
    return found.stream().filter(TableAddress::isName).toList();
  }

  private Set<String> allChildren(List<String> namespace) {
    Set<String> all = new TreeSet<>();
    String page = null;
    do {
      ListNamespacesRequest request = new ListNamespacesRequest().id(namespace).pageToken(page);
      Optional<ListNamespacesResponse> found =
          client.call(
              "list the namespaces in '%s'".formatted(text(namespace)),
              NamespaceNotFoundException.class,
              names -> names.listNamespaces(request));
      found.ifPresent(names -> all.addAll(names.getNamespaces()));
      page = found.map(ListNamespacesResponse::getPageToken).orElse(null);
    } while (page != null && !page.isEmpty());
    return all;
  }

  @Override
  public boolean create(List<String> namespace, Map<String, String> properties) {
    CreateNamespaceRequest request =
        new CreateNamespaceRequest().id(namespace).properties(properties);
    return client
        .call(
            "create namespace '%s'".formatted(text(namespace)),
            NamespaceAlreadyExistsException.class,
            names -> names.createNamespace(request))
        .isPresent();
  }

  @Override
  public boolean drop(List<String> namespace) {
    DropNamespaceRequest request = new DropNamespaceRequest().id(namespace);
    return client
        .call(
            "drop namespace '%s'".formatted(text(namespace)),
            NamespaceNotEmptyException.class,
            names -> names.dropNamespace(request))
        .isPresent();
  }

  /** lance-core 7.0.0 does not know how: its directory refuses "Cascade" as it does without. */
  @Override
  public void dropWithAll(List<String> namespace) {
    allChildren(namespace).forEach(child -> dropWithAll(below(namespace, child)));
    allTables(namespace, true).forEach(table -> remove(below(namespace, table)));
    if (!drop(namespace)) {
      throw CatalogErrors.refilled(text(namespace));
    }
  }

  @Override
  public List<String> tables(List<String> namespace) {
    return allTables(namespace, false).stream().filter(TableAddress::isName).toList();
  }

  private Set<String> allTables(List<String> namespace, boolean alsoDeclared) {
    Set<String> all = new TreeSet<>();
    String page = null;
    do {
      ListTablesRequest request =
          new ListTablesRequest().id(namespace).includeDeclared(alsoDeclared).pageToken(page);
      Optional<ListTablesResponse> found =
          client.call(
              "list the tables in '%s'".formatted(text(namespace)),
              NamespaceNotFoundException.class,
              names -> names.listTables(request));
      found.ifPresent(names -> all.addAll(names.getTables()));
      page = found.map(ListTablesResponse::getPageToken).orElse(null);
    } while (page != null && !page.isEmpty());
    return all;
  }

  @Override
  public Optional<TableAddress> find(List<String> table) {
    Optional<DescribeTableResponse> found = describe(table);
    Boolean isOnlyDeclared = found.map(DescribeTableResponse::getIsOnlyDeclared).orElse(null);
    if (Boolean.TRUE.equals(isOnlyDeclared)) {
      return Optional.empty();
    }
    Optional<TableAddress> address = found.map(known -> addressOf(table, known));
    return isOnlyDeclared == null ? address.filter(DatabaseTables::exists) : address;
  }

  private Optional<DescribeTableResponse> describe(List<String> table) {
    DescribeTableRequest request =
        new DescribeTableRequest().id(table).checkDeclared(true).vendCredentials(true);
    return client.call(
        "find table '%s'".formatted(text(table)),
        TableNotFoundException.class,
        names -> names.describeTable(request));
  }

  @Override
  public TableReservation place(List<String> table) {
    DeclareTableRequest request = new DeclareTableRequest().id(table).vendCredentials(true);
    Optional<DeclareTableResponse> declared =
        client.call(
            "create table '%s'".formatted(text(table)),
            TableAlreadyExistsException.class,
            names -> names.declareTable(request));
    if (declared.isPresent()) {
      try {
        return new DeclaredPlace(table, addressOf(table, declared.get()), true);
      } catch (LanceDbException e) {
        remove(table);
        throw e;
      }
    }
    // Declared by somebody else: who commits first makes the table.
    return describe(table)
        .filter(known -> Boolean.TRUE.equals(known.getIsOnlyDeclared()))
        .map(known -> new DeclaredPlace(table, addressOf(table, known), false))
        .orElseThrow(() -> CatalogErrors.changedMeanwhile(text(table), null));
  }

  @Override
  public boolean dropTable(List<String> table) {
    Optional<TableAddress> address = find(table);
    if (address.isEmpty()) {
      return false;
    }
    boolean isKnown = remove(table);
    if (!isKnown && table.size() == 1) {
      // A table that others put into the root folder is found there, and not dropped.
      isKnown = DatabaseTables.drop(address.get());
    }
    LocalChanges.note(address.get());
    return isKnown;
  }

  private boolean remove(List<String> table) {
    DropTableRequest request = new DropTableRequest().id(table);
    return client
        .call(
            "drop table '%s'".formatted(text(table)),
            TableNotFoundException.class,
            names -> names.dropTable(request))
        .isPresent();
  }

  @Override
  public void rename(List<String> table, List<String> renamed) {
    int last = renamed.size() - 1;
    RenameTableRequest request =
        new RenameTableRequest()
            .id(table)
            .newNamespaceId(renamed.subList(0, last))
            .newTableName(renamed.get(last));
    client
        .call(
            "rename table '%s' to '%s'".formatted(text(table), text(renamed)),
            TableNotFoundException.class,
            names -> names.renameTable(request))
        .orElseThrow(() -> CatalogErrors.changedMeanwhile(text(table), null));
  }

  private TableAddress addressOf(List<String> table, DescribeTableResponse known) {
    return addressOf(
        table, known.getLocation(), known.getStorageOptions(), known.getManagedVersioning());
  }

  private TableAddress addressOf(List<String> table, DeclareTableResponse known) {
    return addressOf(
        table, known.getLocation(), known.getStorageOptions(), known.getManagedVersioning());
  }

  private TableAddress addressOf(
      List<String> table, String location, Map<String, String> vended, Boolean managedVersions) {
    if (Boolean.TRUE.equals(managedVersions)) {
      throw CatalogErrors.managedVersions(text(table));
    }
    return TableAddress.at(location, config.storage().with(orEmpty(vended)), config.caches());
  }

  private static Map<String, String> orEmpty(Map<String, String> properties) {
    return properties == null ? Map.of() : properties;
  }

  private static List<String> below(List<String> namespace, String name) {
    List<String> path = new ArrayList<>(namespace);
    path.add(name);
    return path;
  }

  private static String text(List<String> path) {
    return path.isEmpty() ? "default" : String.join(".", path);
  }

  private final class DeclaredPlace implements TableReservation {
    private final List<String> table;
    private final TableAddress address;
    private final boolean isOurs;

    private DeclaredPlace(List<String> table, TableAddress address, boolean isOurs) {
      this.table = table;
      this.address = address;
      this.isOurs = isOurs;
    }

    @Override
    public TableAddress address() {
      return address;
    }

    @Override
    public boolean isHeld() {
      return describe(table)
          .map(known -> addressOf(table, known).uri())
          .filter(address.uri()::equals)
          .isPresent();
    }

    @Override
    public void release() {
      if (isOurs && isHeld() && !DatabaseTables.exists(address)) {
        remove(table);
      }
    }
  }
}
