package io.sparklancedb.namespace;

import io.sparklancedb.config.TableAddress;

/** Where a table is, or is about to be made. */
public interface TableReservation {
  TableAddress address();

  /** Whether the table's name still stands for this place. */
  default boolean isHeld() {
    return true;
  }

  /** Gives the name up, unless there is a table by now. */
  default void release() {}

  /** A place that needs no holding: of a table that is there, or in a flat folder. */
  static TableReservation of(TableAddress address) {
    return () -> address;
  }
}
