package io.sparklancedb.commit;

import io.sparklancedb.error.LanceDbException;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Large values that the tasks of this process share: each is loaded once. It is there as long as a
 * task uses it, and the newest one until memory is short.
 *
 * @param <I> tells one value from the others
 */
final class SharedValues<I, V> {
  private final Map<I, Slot<V>> slots = new HashMap<>();
  private SoftReference<V> newest = new SoftReference<>(null);

  /** Where those who want the same value wait for each other. */
  private static final class Slot<V> {
    private WeakReference<V> loaded = new WeakReference<>(null);

    /** Loading once more would end in it again. */
    private LanceDbException refusal;

    private int users;

    synchronized V get(Supplier<V> load) {
      if (refusal != null) {
        throw refusal;
      }
      V known = loaded.get();
      if (known != null) {
        return known;
      }
      try {
        V value = load.get();
        loaded = new WeakReference<>(value);
        return value;
      } catch (LanceDbException e) {
        // With a cause, something else has failed, which another task may find to be well.
        refusal = e.getCause() == null ? e : null;
        throw e;
      }
    }

    boolean isEmpty() {
      return users == 0 && refusal == null && loaded.get() == null;
    }
  }

  /** A task whose load fails harms no other: the next one that waits loads for itself. */
  V get(I id, Supplier<V> load) {
    Slot<V> slot = take(id);
    try {
      V value = slot.get(load);
      keep(value);
      return value;
    } finally {
      leave(slot);
    }
  }

  private synchronized Slot<V> take(I id) {
    Slot<V> slot = slots.computeIfAbsent(id, i -> new Slot<>());
    slot.users++;
    return slot;
  }

  private synchronized void keep(V value) {
    newest = new SoftReference<>(value);
  }

  private synchronized void leave(Slot<V> slot) {
    slot.users--;
    slots.values().removeIf(Slot::isEmpty);
  }

  /** Lets go of all that no task uses. */
  synchronized void forget() {
    newest = new SoftReference<>(null);
    slots.values().removeIf(slot -> slot.users == 0 && slot.loaded.get() == null);
  }
}
