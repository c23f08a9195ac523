package io.sparklancedb;

import io.sparklancedb.client.Connection;
import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import java.time.Duration;
import java.util.Map;

/** LanceDB tables in the JVM of the caller, without a Spark job. */
public final class LanceDb {
  private LanceDb() {}

  /**
   * Returns the one connection of this JVM to a database. The same arguments give the same
   * connection; other storage options never share one.
   *
   * @param dbUri a folder or an object-store prefix, as the option {@code db_uri}
   * @param storageOptions for Lance's object store, without the prefix {@code storage_options.}
   * @param readConsistencyInterval how old a reader's view of other writers' commits may be: zero
   *     to look at every read. What this connector commits in this JVM is seen at once, whatever
   *     the interval.
   * @throws io.sparklancedb.error.LanceDbException when the address cannot be used
   */
  public static Connection connect(
      String dbUri, Map<String, String> storageOptions, Duration readConsistencyInterval) {
    return Connection.to(
        DatabaseUri.parse(dbUri), new StorageOptions(storageOptions), readConsistencyInterval);
  }
}
