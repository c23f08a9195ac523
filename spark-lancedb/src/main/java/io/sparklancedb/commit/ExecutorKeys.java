package io.sparklancedb.commit;

import io.sparklancedb.dataset.IdleThread;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.key.KeyPartition;
import java.lang.ref.SoftReference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The written keys that the tasks of this process share. One partition is held at a time: that of
 * the newest task. It stays for the next task until memory is short or nobody has asked for a
 * while.
 */
final class ExecutorKeys {
  private static final Runnable FORGET = ExecutorKeys::forget;

  /** Which keys. */
  private record Id(
      String write, boolean published, TableReference table, KeyPartition partition) {}

  private record Held(Id id, SoftReference<CompletableFuture<LoadedKeys>> keys) {}

  private static Held held;

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
    CompletableFuture<LoadedKeys> mine = new CompletableFuture<>();
    CompletableFuture<LoadedKeys> shared = share(id, mine);
    if (shared == mine) {
      load(mine, spec, table, partition);
    }
    try {
      return shared.join();
    } catch (CompletionException e) {
      forget();
      throw e.getCause() instanceof RuntimeException own ? own : e;
    }
  }

  private static synchronized CompletableFuture<LoadedKeys> share(
      Id id, CompletableFuture<LoadedKeys> mine) {
    CompletableFuture<LoadedKeys> known =
        held != null && held.id.equals(id) ? held.keys.get() : null;
    if (known != null) {
      return known;
    }
    held = new Held(id, new SoftReference<>(mine));
    return mine;
  }

  private static void load(
      CompletableFuture<LoadedKeys> mine,
      MergeSpec spec,
      TableReference table,
      KeyPartition partition) {
    try {
      mine.complete(LoadedKeys.read(spec, table, partition));
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
    }
  }

  private static synchronized void forget() {
    held = null;
  }
}
