package io.sparklancedb.write;

import java.io.Serializable;

/**
 * The least and the greatest key of a task.
 *
 * @param known false for keys that are not compared as numbers: they may be anywhere
 */
record KeyRange(boolean known, long least, long greatest) implements Serializable {
  /** Takes null for a task without rows. */
  static KeyRange of(KeySet keys) {
    return keys instanceof LongKeySet longs
        ? new KeyRange(true, longs.least(), longs.greatest())
        : new KeyRange(false, 0, 0);
  }
}
