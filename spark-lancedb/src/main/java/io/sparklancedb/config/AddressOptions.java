package io.sparklancedb.config;

import static io.sparklancedb.config.OptionGroup.ADDRESS;

import java.util.List;
import java.util.Map;

/** Where a table is, and how its storage is reached. */
final class AddressOptions {
  static final Option<String> DB_URI =
      ADDRESS.option(
          "db_uri",
          new OptionValue.Required("the folder or object-store prefix of the database"),
          "The database: a folder or an object-store prefix.");
  static final Option<String> TABLE_NAME =
      ADDRESS
          .option(
              "table_name",
              new OptionValue.Required("the name of the table in the database"),
              "The table in it: letters, digits, `_`, `-`, `.`; stored at `<db_uri>/<table_name>.lance`.")
          .onlyIn(Place.READ, Place.WRITE);
  static final Option<Map<String, String>> STORAGE_OPTIONS =
      ADDRESS.option(
          "storage_options.<name>",
          new OptionValue.Members<>(new Text("what the store understands"), "none"),
          "Passed to Lance's object store (credentials, endpoint, region); never shown.");
  static final Option<Long> INDEX_CACHE =
      ADDRESS.option(
          "index_cache",
          new Size(1).orElse(512L << 20),
          "The most memory in which Lance keeps parts of indexes, beside the heap of each JVM.");
  static final Option<Long> METADATA_CACHE =
      ADDRESS.option(
          "metadata_cache",
          new Size(1).orElse(128L << 20),
          "The most memory in which Lance keeps metadata of files, beside the heap of each JVM.");

  static final List<Option<?>> ALL =
      List.of(DB_URI, TABLE_NAME, STORAGE_OPTIONS, INDEX_CACHE, METADATA_CACHE);

  private AddressOptions() {}

  static TableAddress table(Map<String, String> written) {
    return TableAddress.of(
        database(written), TABLE_NAME.in(written), storage(written), caches(written));
  }

  static DatabaseUri database(Map<String, String> written) {
    return DatabaseUri.parse(DB_URI.in(written));
  }

  static StorageOptions storage(Map<String, String> written) {
    return new StorageOptions(STORAGE_OPTIONS.in(written));
  }

  static CacheSizes caches(Map<String, String> written) {
    return new CacheSizes(INDEX_CACHE.in(written), METADATA_CACHE.in(written));
  }
}
