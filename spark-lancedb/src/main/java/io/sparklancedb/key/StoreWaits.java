package io.sparklancedb.key;

import io.sparklancedb.dataset.TableReference;
import java.io.Serializable;

/**
 * How long a store lets a reader wait.
 *
 * @param requestNanos from a request to its answer; nothing in a folder
 * @param pagesAtOnce of an index that Lance asks for at the same time
 */
public record StoreWaits(long requestNanos, int pagesAtOnce) implements Serializable {
  /** A folder answers at once. */
  public static final StoreWaits NONE = new StoreWaits(0, 1);

  private static final long serialVersionUID = 1L;

  /** Lance keeps two cores free of the work with an index, where there are more. */
  private static final int CORES_KEPT_FREE = 2;

  static StoreWaits of(TableReference table) {
    return table.isInFolder() ? NONE : ofObjectStore(Runtime.getRuntime().availableProcessors());
  }

  static StoreWaits ofObjectStore(int cores) {
    return new StoreWaits(LocatingRule.REQUEST_NANOS, Math.max(1, cores - CORES_KEPT_FREE));
  }
}
