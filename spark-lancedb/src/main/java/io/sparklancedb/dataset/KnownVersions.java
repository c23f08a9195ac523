package io.sparklancedb.dataset;

import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The version of each table that was read last. A version never changes, so it is not read again:
 * lance-core takes 7 microseconds to hand over a fragment. What is known goes when memory is short.
 */
final class KnownVersions {
  private final Map<String, SoftReference<TableSnapshot>> lastOfTable = new ConcurrentHashMap<>();

  /** Returns what is known of the version, else what the reading finds. */
  TableSnapshot of(TableReference version, Supplier<TableSnapshot> reading) {
    String table = version.address().uri();
    SoftReference<TableSnapshot> last = lastOfTable.get(table);
    TableSnapshot known = last == null ? null : last.get();
    if (known == null || !known.reference().equals(version)) {
      known = reading.get();
      lastOfTable.put(table, new SoftReference<>(known));
    }
    return known;
  }

  void forget() {
    lastOfTable.clear();
  }
}
