package io.sparklancedb.index;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.NativeFailure;
import java.io.Serializable;

/** What has become of the rows that an index lacked. */
sealed interface FoldOutcome extends Serializable {
  /** The index has them. */
  record Folded() implements FoldOutcome {}

  /** Lance cannot do it rightly. */
  record Impossible() implements FoldOutcome {}

  /**
   * The next write tries again.
   *
   * @param isConflict whether another writer came first
   */
  record Failed(String reason, boolean isConflict) implements FoldOutcome {
    static Failed of(TableAddress address, Exception e) {
      return new Failed(DeclaredIndexes.reason(address, e), NativeFailure.isConflict(e));
    }
  }
}
