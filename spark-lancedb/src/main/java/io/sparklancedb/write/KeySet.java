package io.sparklancedb.write;

import java.util.function.IntConsumer;
import org.apache.arrow.vector.FieldVector;

/** The keys of one write, compared as Arrow stores them: bit by bit. Not for several threads. */
sealed interface KeySet permits LongKeySet, BytesKeySet {
  int NONE = -1;

  static KeySet of(FieldVector keys) {
    return LongKeys.canRead(keys) ? new LongKeySet() : new BytesKeySet();
  }

  /**
   * Adds the first keys of a vector without nulls.
   *
   * @return the position of the first key that was in the set already, or {@link #NONE}
   */
  int addAll(FieldVector keys, int rows);

  /** Tells the positions whose key is in this set; nulls never are. */
  void forEachMatch(FieldVector keys, int rows, IntConsumer position);

  int size();
}
