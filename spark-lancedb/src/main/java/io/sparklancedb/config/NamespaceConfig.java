package io.sparklancedb.config;

import java.util.HashMap;
import java.util.Map;

/** What names the tables of a catalog, and how to reach it. */
public sealed interface NamespaceConfig {
  StorageOptions storage();

  CacheSizes caches();

  /** LanceDB's own layout: the database's folder, which is one flat namespace. */
  record Folder(DatabaseUri database, StorageOptions storage, CacheSizes caches)
      implements NamespaceConfig {
    public TableAddress table(String name) {
      return TableAddress.of(database, name, storage, caches);
    }
  }

  /** One of lance-core's implementations of nested namespaces. */
  sealed interface Nested extends NamespaceConfig {
    /** What lance-core is told. */
    Map<String, String> properties();

    /** All that must be in no text. */
    StorageOptions secrets();
  }

  /** Namespaces that stand in a table in the database's folder. */
  record Directory(
      DatabaseUri database, Map<String, String> written, StorageOptions storage, CacheSizes caches)
      implements Nested {
    public Directory {
      written = Map.copyOf(written);
    }

    @Override
    public Map<String, String> properties() {
      Map<String, String> properties = new HashMap<>(written);
      properties.put("root", database.value());
      storage.values().forEach((key, value) -> properties.put("storage." + key, value));
      return properties;
    }

    @Override
    public StorageOptions secrets() {
      return storage.with(written);
    }

    @Override
    public String toString() {
      return "the folder '" + database + "'";
    }
  }

  /** Namespaces of a server. */
  record Rest(Map<String, String> properties, StorageOptions storage, CacheSizes caches)
      implements Nested {
    public Rest {
      properties = Map.copyOf(properties);
    }

    @Override
    public StorageOptions secrets() {
      return storage.with(properties);
    }

    @Override
    public String toString() {
      return "the REST server of 'namespace.uri'";
    }
  }
}
