package io.sparklancedb.key;

import io.sparklancedb.dataset.TableSnapshot;
import java.io.Serializable;

/**
 * What the cost of finding keys in a version depends on.
 *
 * @param rows that are not deleted
 * @param waits of the store that the table is in
 */
public record TableSize(long rows, int fragments, StoreWaits waits) implements Serializable {
  private static final long serialVersionUID = 1L;

  public static TableSize of(TableSnapshot version) {
    return new TableSize(
        version.rows(), version.fragments().size(), StoreWaits.of(version.reference()));
  }
}
