package io.sparklancedb.namespace;

import io.sparklancedb.config.TableAddress;

/** The folder of a table that exists, or whose name is reserved until it is created. */
public interface TableReservation {
  TableAddress address();

  /** Whether the table's name still stands for this place. */
  default boolean isHeld() {
    return true;
  }

  /** Gives the name up, unless the table exists by now. */
  default void release() {}

  /** Of a table that exists, or in a flat folder: nothing has to be reserved. */
  static TableReservation of(TableAddress address) {
    return () -> address;
  }
}
