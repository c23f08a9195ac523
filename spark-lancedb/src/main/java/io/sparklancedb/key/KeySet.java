package io.sparklancedb.key;

import io.sparklancedb.arrow.column.LongValues;
import org.apache.arrow.vector.FieldVector;

/**
 * Keys of one write, compared as Arrow stores them: bit by bit. Each has a number, from 0 in the
 * order in which they were added. Not for several threads.
 */
public sealed interface KeySet permits LongKeySet, BytesKeySet {
  int NONE = -1;

  /** Where a vector has a key of the set. */
  interface Match {
    void at(int position, int number);
  }

  static KeySet of(FieldVector keys) {
    return LongValues.canRead(keys) ? new LongKeySet() : new BytesKeySet();
  }

  /**
   * Adds the first keys of a vector without nulls, if they belong to the partition.
   *
   * @param distinct a key is a duplicate if it equals one of so many keys, counted from the first
   *     that was added
   * @return the position in the vector of the first duplicate, or {@link #NONE}
   */
  int addAll(FieldVector keys, int rows, KeyPartition part, int distinct);

  /** Tells the positions whose key is in this set; nulls never are. */
  void forEachMatch(FieldVector keys, int rows, Match match);

  int size();

  /** The memory that the set takes. */
  long bytes();
}
