package io.sparklancedb.config;

import io.sparklancedb.error.OptionErrors;
import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a table is and how to reach it.
 *
 * @param database the folder or prefix that holds the table's own
 * @param folder of the table in that: {@code <table>.lance} in LanceDB's own layout, or what a
 *     namespace has chosen
 * @param caches of the database in each JVM that opens the table
 */
public record TableAddress(
    DatabaseUri database, String folder, StorageOptions storage, CacheSizes caches)
    implements Serializable {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,200}");
  private static final String SUFFIX = ".lance";

  /** A table in LanceDB's own layout. */
  public static TableAddress of(
      DatabaseUri database, String tableName, StorageOptions storage, CacheSizes caches) {
    if (!isName(tableName)) {
      throw OptionErrors.badTableName(tableName);
    }
    if (tableName.toLowerCase(Locale.ROOT).endsWith(SUFFIX)) {
      throw OptionErrors.tableNameWithSuffix(
          tableName, tableName.substring(0, tableName.length() - SUFFIX.length()));
    }
    return new TableAddress(database, tableName + SUFFIX, storage, caches);
  }

  /** As above, with caches of the default size. */
  public static TableAddress of(DatabaseUri database, String tableName, StorageOptions storage) {
    return of(database, tableName, storage, CacheSizes.DEFAULT);
  }

  /** A table at a place that a namespace has chosen. */
  public static TableAddress at(String location, StorageOptions storage, CacheSizes caches) {
    String uri = DatabaseUri.parse(location).value();
    int slash = uri.lastIndexOf('/');
    return new TableAddress(
        new DatabaseUri(uri.substring(0, slash)), uri.substring(slash + 1), storage, caches);
  }

  /** Whether a table, or a namespace, can have the name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches() && !text.contains("..");
  }

  /** The table's own folder or prefix. */
  public String uri() {
    return database.value() + "/" + folder;
  }

  /** What tells the table from others in its database, in LanceDB's own layout its name. */
  public String stem() {
    return folder.endsWith(SUFFIX)
        ? folder.substring(0, folder.length() - SUFFIX.length())
        : folder;
  }

  /** The address for people: without storage options. */
  @Override
  public String toString() {
    return uri();
  }
}
