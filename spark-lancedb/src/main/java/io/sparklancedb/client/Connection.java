package io.sparklancedb.client;

import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.IdleThread;
import io.sparklancedb.error.ConnectionErrors;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A connection to one database with one set of credentials. This JVM has one for the same
 * arguments. Any number of threads may use it.
 */
public final class Connection {
  /** By what stays no longer than anybody holds the connection: it has credentials. */
  private static final Map<Key, Held> CONNECTIONS = new ConcurrentHashMap<>();

  private static final ReferenceQueue<Connection> UNUSED = new ReferenceQueue<>();
  private static final Runnable FORGET_UNUSED = Connection::forgetUnused;

  private record Key(DatabaseUri uri, StorageOptions storage, Duration readConsistencyInterval) {}

  private static final class Held extends WeakReference<Connection> {
    private final Key key;

    private Held(Connection connection) {
      super(connection, UNUSED);
      key = connection.key;
    }
  }

  private final Key key;
  private final Map<String, TableHandle> tables = new ConcurrentHashMap<>();

  private Connection(Key key) {
    this.key = key;
  }

  /** Returns the connection for these arguments: the same as long as anybody holds it. */
  public static Connection to(
      DatabaseUri uri, StorageOptions storage, Duration readConsistencyInterval) {
    if (readConsistencyInterval.isNegative()) {
      throw ConnectionErrors.negativeInterval(readConsistencyInterval);
    }
    IdleThread.register(FORGET_UNUSED);
    forgetUnused();
    Connection made = new Connection(new Key(uri, storage, readConsistencyInterval));
    Connection shared = null;
    while (shared == null) {
      shared =
          CONNECTIONS
              .compute(
                  made.key, (k, held) -> held == null || held.get() == null ? new Held(made) : held)
              .get();
    }
    return shared;
  }

  static void forgetUnused() {
    for (Reference<?> unused = UNUSED.poll(); unused != null; unused = UNUSED.poll()) {
      CONNECTIONS.remove(((Held) unused).key, unused);
    }
  }

  /** Whether there is a connection for these arguments. */
  static boolean isKnown(DatabaseUri uri, StorageOptions storage, Duration interval) {
    return CONNECTIONS.containsKey(new Key(uri, storage, interval));
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
