package io.sparklancedb.commit;

import io.sparklancedb.config.TableAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets the writers of this JVM commit to a table one after the other, in the order in which they
 * came. At the same time only one of them could succeed: the others would conflict and use up their
 * attempts.
 */
final class TableCommitLock {
  private static final Map<String, Lock> OF_TABLE = new ConcurrentHashMap<>();

  private TableCommitLock() {}

  static Lock of(TableAddress table) {
    return OF_TABLE.computeIfAbsent(table.uri(), uri -> new ReentrantLock(true));
  }
}
