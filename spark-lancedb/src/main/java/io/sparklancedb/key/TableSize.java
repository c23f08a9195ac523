package io.sparklancedb.key;

import io.sparklancedb.dataset.TableSnapshot;
import java.io.Serializable;

/**
 * What the cost of finding keys in a version depends on.
 *
 * @param rows that are not deleted
 */
public record TableSize(long rows, int fragments) implements Serializable {
  private static final long serialVersionUID = 1L;

  public static TableSize of(TableSnapshot version) {
    return new TableSize(version.rows(), version.fragments().size());
  }
}
