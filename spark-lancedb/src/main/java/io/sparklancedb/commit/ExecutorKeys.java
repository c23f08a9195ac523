package io.sparklancedb.commit;

import io.sparklancedb.dataset.IdleThread;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.key.KeyPartition;

/** The written keys that the tasks of this process share. */
final class ExecutorKeys {
  private static final SharedValues<Id, LoadedKeys> KEYS = new SharedValues<>();
  private static final Runnable FORGET = KEYS::forget;

  /** Which keys. */
  private record Id(
      String write, boolean published, TableReference table, KeyPartition partition) {}

  private ExecutorKeys() {}

  /**
   * Reads them, unless another task of this process has or does so just now.
   *
   * @throws io.sparklancedb.error.LanceDbException when a key is in two rows
   */
  static LoadedKeys of(MergeSpec spec, TableReference table, KeyPartition partition) {
    IdleThread.register(FORGET);
    WrittenKeys written = spec.written();
    Id id = new Id(written.staging().write(), written.published(), table, partition);
    return KEYS.get(id, () -> LoadedKeys.read(spec, table, partition));
  }
}
