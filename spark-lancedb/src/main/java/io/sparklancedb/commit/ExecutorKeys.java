package io.sparklancedb.commit;

import io.sparklancedb.dataset.IdleThread;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.key.KeyPartition;
import java.util.Optional;

/** The written keys that the tasks of this process share. */
final class ExecutorKeys {
  private static final SharedValues<Id, LoadedKeys> KEYS = new SharedValues<>();
  private static final Runnable FORGET = KEYS::forget;

  /**
   * Which keys.
   *
   * @param first of the files: a write that is committed in parts has other files in each, and two
   *     parts meet the same version when the earlier one changes nothing
   */
  private record Id(
      String write,
      Optional<String> first,
      boolean published,
      TableReference table,
      KeyPartition partition) {}

  private ExecutorKeys() {}

  /**
   * Reads them, unless another task of this process has or does so just now.
   *
   * @throws io.sparklancedb.error.LanceDbException when a key is in two rows
   */
  static LoadedKeys of(MergeSpec spec, TableReference table, KeyPartition partition) {
    IdleThread.register(FORGET);
    WrittenKeys written = spec.written();
    Optional<String> first = written.fragments().stream().findFirst().map(ExecutorKeys::file);
    Id id = new Id(written.staging().write(), first, written.published(), table, partition);
    return KEYS.get(id, () -> LoadedKeys.read(spec, table, partition));
  }

  private static String file(WrittenFragment fragment) {
    return fragment.metadata().getFiles().get(0).getPath();
  }
}
