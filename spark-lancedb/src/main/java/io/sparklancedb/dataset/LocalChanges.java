package io.sparklancedb.dataset;

import io.sparklancedb.config.TableAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the changes that this JVM has made to each table. Whoever keeps what it has read of a
 * table reads it again when the count is another, and so sees the connector's own writes at once.
 */
public final class LocalChanges {
  private static final AtomicLong LAST = new AtomicLong();
  private static final Map<String, Long> OF_TABLE = new ConcurrentHashMap<>();

  private LocalChanges() {}

  /** The table has changed, or may have: also when it was made, dropped or renamed. */
  public static void note(TableAddress address) {
    OF_TABLE.put(address.uri(), LAST.incrementAndGet());
  }

  /**
   * Returns another number after each change, whatever its version is called: a table that was
   * dropped and made again counts its versions anew. To be asked before the table is looked at.
   */
  public static long last(TableAddress address) {
    return OF_TABLE.getOrDefault(address.uri(), 0L);
  }
}
