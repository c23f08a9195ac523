package io.sparklancedb.namespace;

import io.sparklancedb.config.NamespaceConfig;
import io.sparklancedb.config.TableAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The namespaces of a catalog and the tables in them. Each is named by its path from the root,
 * which is the empty path and always there.
 */
public sealed interface Namespaces permits FlatNamespace, NestedNamespaces {
  static Namespaces of(NamespaceConfig config) {
    return config instanceof NamespaceConfig.Folder folder
        ? new FlatNamespace(folder)
        : new NestedNamespaces((NamespaceConfig.Nested) config);
  }

  boolean exists(List<String> namespace);

  /** The names of the namespaces right below one that is there, in order. */
  List<String> children(List<String> namespace);

  /** What is known of a namespace; empty when there is none. */
  Optional<Map<String, String>> properties(List<String> namespace);

  /**
   * @return whether this call made it; else it was there
   */
  boolean create(List<String> namespace, Map<String, String> properties);

  /** Removes an empty namespace; returns whether it was empty. */
  boolean drop(List<String> namespace);

  /** Removes a namespace with all in it, one after the other. */
  void dropWithAll(List<String> namespace);

  /** The names of the tables in a namespace that is there, in order. */
  List<String> tables(List<String> namespace);

  /** Where a table is; empty when there is none. */
  Optional<TableAddress> find(List<String> table);

  /**
   * Reserves a name for a table that is about to be created.
   *
   * @throws io.sparklancedb.error.LanceDbException when there is such a table by now
   */
  TableReservation place(List<String> table);

  /**
   * Removes a table with all its versions.
   *
   * @return whether there was one
   */
  boolean dropTable(List<String> table);

  /** Gives a table that is there a name that is free. */
  void rename(List<String> table, List<String> renamed);
}
