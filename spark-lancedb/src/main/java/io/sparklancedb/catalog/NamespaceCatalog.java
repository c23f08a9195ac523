package io.sparklancedb.catalog;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.error.CatalogErrors;
import io.sparklancedb.namespace.Namespaces;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.NamespaceAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NonEmptyNamespaceException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;

/**
 * The namespaces of a database, and what its tables are called in it. Its root is the namespace
 * {@code default}; others are there when the option {@code namespace} says who keeps them.
 */
abstract class NamespaceCatalog implements SupportsNamespaces {
  static final String[] DEFAULT_NAMESPACE = {"default"};

  private String name;
  private Namespaces names;

  final void open(String catalog, Namespaces namespaces) {
    name = catalog;
    names = namespaces;
  }

  final Namespaces names() {
    return names;
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
    Stream<String> others =
        names.children(List.of()).stream().filter(child -> !child.equals(DEFAULT_NAMESPACE[0]));
    return Stream.concat(Stream.of(DEFAULT_NAMESPACE[0]), others)
        .map(child -> new String[] {child})
        .toArray(String[][]::new);
  }

  @Override
  public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
    if (namespace.length == 0) {
      return listNamespaces();
    }
    List<String> parent = require(namespace);
    if (parent.isEmpty()) {
      return new String[0][];
    }
    return names.children(parent).stream()
        .map(child -> below(parent, child).toArray(String[]::new))
        .toArray(String[][]::new);
  }

  @Override
  public boolean namespaceExists(String[] namespace) {
    return path(namespace).filter(names::exists).isPresent();
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(String[] namespace)
      throws NoSuchNamespaceException {
    return path(namespace)
        .flatMap(names::properties)
        .orElseThrow(() -> new NoSuchNamespaceException(namespace));
  }

  @Override
  public void createNamespace(String[] namespace, Map<String, String> metadata)
      throws NamespaceAlreadyExistsException {
    List<String> path =
        path(namespace).orElseThrow(() -> CatalogErrors.badNamespace(text(namespace)));
    if (metadata.containsKey(SupportsNamespaces.PROP_LOCATION)) {
      throw CatalogErrors.namespaceLocation(text(namespace));
    }
    if (path.isEmpty() || !names.create(path, metadata)) {
      throw new NamespaceAlreadyExistsException(namespace);
    }
  }

  @Override
  public void alterNamespace(String[] namespace, NamespaceChange... changes)
      throws NoSuchNamespaceException {
    require(namespace);
    throw CatalogErrors.fixedNamespace(text(namespace));
  }

  @Override
  public boolean dropNamespace(String[] namespace, boolean cascade)
      throws NoSuchNamespaceException, NonEmptyNamespaceException {
    List<String> path = require(namespace);
    if (path.isEmpty()) {
      throw CatalogErrors.rootNamespace();
    }
    if (cascade) {
      names.dropWithAll(path);
    } else if (!names.drop(path)) {
      throw new NonEmptyNamespaceException(namespace);
    }
    return true;
  }

  final List<String> require(String[] namespace) throws NoSuchNamespaceException {
    return path(namespace)
        .filter(names::exists)
        .orElseThrow(() -> new NoSuchNamespaceException(namespace));
  }

  /**
   * Refuses a new name of a table that begins with the catalog's: Spark does not resolve it, and
   * the catalog's name would be a namespace's.
   */
  final void requireNoCatalog(Identifier table, Identifier renamed) {
    String[] namespace = renamed.namespace();
    if (namespace.length > 0 && namespace[0].equals(name()) && !namespaceExists(namespace)) {
      String[] meant =
          namespace.length == 1
              ? table.namespace()
              : Arrays.copyOfRange(namespace, 1, namespace.length);
      String inCatalog = text(Identifier.of(meant, renamed.name()));
      throw CatalogErrors.catalogInNewName(
          text(table),
          String.join(".", namespace) + "." + renamed.name(),
          name(),
          inCatalog.substring(name().length() + 1));
    }
  }

  /** Whether it is the root, by its name or by none. */
  static boolean isRoot(String... namespace) {
    return namespace.length == 0 || Arrays.equals(namespace, DEFAULT_NAMESPACE);
  }

  /**
   * The path from the root, which is called {@code default}; empty for what no namespace can be.
   */
  private static Optional<List<String>> path(String[] namespace) {
    if (isRoot(namespace)) {
      return Optional.of(List.of());
    }
    boolean canBe =
        !namespace[0].equals(DEFAULT_NAMESPACE[0])
            && Arrays.stream(namespace).allMatch(TableAddress::isName);
    return canBe ? Optional.of(List.of(namespace)) : Optional.empty();
  }

  /** Empty for a name that no table can have. */
  static Optional<List<String>> path(Identifier table) {
    return TableAddress.isName(table.name())
        ? path(table.namespace()).map(namespace -> below(namespace, table.name()))
        : Optional.empty();
  }

  private static List<String> below(List<String> namespace, String name) {
    return Stream.concat(namespace.stream(), Stream.of(name)).toList();
  }

  final String text(Identifier table) {
    return text(table.namespace()) + "." + table.name();
  }

  private String text(String[] namespace) {
    return name + "." + String.join(".", isRoot(namespace) ? DEFAULT_NAMESPACE : namespace);
  }
}
