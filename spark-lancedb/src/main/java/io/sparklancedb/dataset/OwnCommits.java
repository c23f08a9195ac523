package io.sparklancedb.dataset;

import io.sparklancedb.config.TableAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The newest version of each table that this connector committed in this JVM, and in each thread.
 * Connections look here to see the connector's writes at once. A thread sees its own writes also
 * through a DataFrame that it loaded before, which is what lets Spark refresh a cached one; the
 * writes of others never move a pinned DataFrame.
 */
public final class OwnCommits {
  private static final Map<String, Long> OF_JVM = new ConcurrentHashMap<>();
  private static final ThreadLocal<Map<String, Long>> OF_THREAD =
      ThreadLocal.withInitial(HashMap::new);

  private OwnCommits() {}

  /** The table is new: what was committed to one of its name is forgotten. */
  static void begin(TableAddress address, long version) {
    OF_JVM.put(address.uri(), version);
    OF_THREAD.get().put(address.uri(), version);
  }

  static void note(TableAddress address, long version) {
    OF_JVM.merge(address.uri(), version, Math::max);
    OF_THREAD.get().merge(address.uri(), version, Math::max);
  }

  /** There is no such table any more. */
  static void forget(TableAddress address) {
    OF_JVM.remove(address.uri());
    OF_THREAD.get().remove(address.uri());
  }

  /** Returns 0 when this JVM committed nothing to the table. */
  static long ofJvm(TableAddress address) {
    return OF_JVM.getOrDefault(address.uri(), 0L);
  }

  /** Returns 0 when this thread committed nothing to the table. */
  public static long ofThisThread(TableAddress address) {
    return OF_THREAD.get().getOrDefault(address.uri(), 0L);
  }
}
