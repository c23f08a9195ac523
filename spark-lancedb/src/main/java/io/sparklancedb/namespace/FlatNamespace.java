package io.sparklancedb.namespace;

import io.sparklancedb.config.NamespaceConfig;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.error.CatalogErrors;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** LanceDB's flat folder: the root, and nothing below it. */
record FlatNamespace(NamespaceConfig.Folder folder) implements Namespaces {
  @Override
  public boolean exists(List<String> namespace) {
    return namespace.isEmpty();
  }

  @Override
  public List<String> children(List<String> namespace) {
    return List.of();
  }

  @Override
  public Optional<Map<String, String>> properties(List<String> namespace) {
    return exists(namespace)
        ? Optional.of(Map.of("location", folder.database().value()))
        : Optional.empty();
  }

  @Override
  public boolean create(List<String> namespace, Map<String, String> properties) {
    throw onlyOne();
  }

  @Override
  public boolean drop(List<String> namespace) {
    throw onlyOne();
  }

  @Override
  public void dropWithAll(List<String> namespace) {
    throw onlyOne();
  }

  @Override
  public List<String> tables(List<String> namespace) {
    return DatabaseTables.list(folder);
  }

  @Override
  public Optional<TableAddress> find(List<String> table) {
    return address(table).filter(DatabaseTables::exists);
  }

  @Override
  public TableReservation place(List<String> table) {
    return TableReservation.of(address(table).orElseThrow(this::onlyOne));
  }

  @Override
  public boolean dropTable(List<String> table) {
    return address(table).filter(DatabaseTables::drop).isPresent();
  }

  @Override
  public void rename(List<String> table, List<String> renamed) {
    DatabaseTables.rename(
        address(table).orElseThrow(this::onlyOne), address(renamed).orElseThrow(this::onlyOne));
  }

  private Optional<TableAddress> address(List<String> table) {
    return table.size() == 1 ? Optional.of(folder.table(table.get(0))) : Optional.empty();
  }

  private RuntimeException onlyOne() {
    return CatalogErrors.onlyDefaultNamespace(folder.database().value());
  }
}
