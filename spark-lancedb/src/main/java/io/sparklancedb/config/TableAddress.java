package io.sparklancedb.config;

import io.sparklancedb.error.OptionErrors;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * Where a table is and how to reach it: {@code <database>/<table>.lance}, LanceDB's own layout.
 *
 * @param caches of the database in each JVM that opens the table
 */
public record TableAddress(
    DatabaseUri database, String tableName, StorageOptions storage, CacheSizes caches)
    implements Serializable {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,200}");

  public TableAddress {
    if (!isName(tableName)) {
      throw OptionErrors.badTableName(tableName);
    }
  }

  public TableAddress(DatabaseUri database, String tableName, StorageOptions storage) {
    this(database, tableName, storage, CacheSizes.DEFAULT);
  }

  /** Whether a table can have the name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches() && !text.contains("..");
  }

  /** Another table of the same database. */
  public TableAddress named(String name) {
    return new TableAddress(database, name, storage, caches);
  }

  /** The table's own folder or prefix. */
  public String uri() {
    return database.value() + "/" + tableName + ".lance";
  }

  /** The address for people: without storage options. */
  @Override
  public String toString() {
    return uri();
  }
}
