package io.sparklancedb.commit;

import io.sparklancedb.config.TableAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets the writers of this JVM to a table commit one after the other, in the order in which they
 * came. Together they would only send each other back to the newest version: of sixteen, one gets
 * on, and some use up their attempts.
 */
final class TableCommitLock {
  private static final Map<String, Lock> OF_TABLE = new ConcurrentHashMap<>();

  private TableCommitLock() {}

  static Lock of(TableAddress table) {
    return OF_TABLE.computeIfAbsent(table.uri(), uri -> new ReentrantLock(true));
  }
}
