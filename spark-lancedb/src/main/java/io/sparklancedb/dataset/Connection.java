package io.sparklancedb.dataset;

import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.error.ConnectionErrors;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shared way of this JVM to one database under one set of credentials. For any number of
 * threads.
 */
public final class Connection {
  private static final Map<Key, Connection> CONNECTIONS = new ConcurrentHashMap<>();

  private record Key(DatabaseUri uri, StorageOptions storage, Duration readConsistencyInterval) {}

  private final Key key;
  private final Map<String, TableHandle> tables = new ConcurrentHashMap<>();

  private Connection(Key key) {
    this.key = key;
  }

  /** Returns the connection for these arguments, which is made once. */
  public static Connection to(
      DatabaseUri uri, StorageOptions storage, Duration readConsistencyInterval) {
    if (readConsistencyInterval.isNegative()) {
      throw ConnectionErrors.negativeInterval(readConsistencyInterval);
    }
    return CONNECTIONS.computeIfAbsent(
        new Key(uri, storage, readConsistencyInterval), Connection::new);
  }

  /**
   * Returns the handle of a table.
   *
   * @throws io.sparklancedb.error.LanceDbException when there is no such table
   */
  public TableHandle openTable(String name) {
    TableAddress address = TableAddress.of(key.uri(), name, key.storage());
    TableHandle handle =
        tables.computeIfAbsent(name, n -> new TableHandle(address, key.readConsistencyInterval()));
    handle.version();
    return handle;
  }

  @Override
  public String toString() {
    return "Connection to " + key.uri();
  }
}
