package io.sparklancedb.write;

import io.sparklancedb.config.DuplicateKeys;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/**
 * Columns of the rows that control the write, by where a row has them; {@link #NONE} for one that
 * does not exist.
 *
 * @param delete true in rows that delete their key; not stored
 * @param sequence tells which of two rows with the same key is the later one
 * @param address of the row to delete, where no key names it; not stored
 */
record ControlColumns(int delete, Sequence sequence, int address) implements Serializable {
  static final int NONE = -1;

  boolean hasDelete() {
    return delete != NONE;
  }

  boolean hasAddress() {
    return address != NONE;
  }

  /**
   * @param column the table's name of the sequence; empty when the table has no such column
   */
  ControlColumns storing(Optional<String> column) {
    return new ControlColumns(
        delete, new Sequence(sequence.ordinal, sequence.duplicates, column.orElse(null)), address);
  }

  /** The names of those that are not stored. */
  Set<String> notStored(StructType rowType) {
    Set<String> names = new HashSet<>();
    if (hasDelete()) {
      names.add(rowType.fieldNames()[delete]);
    }
    if (sequence.exists() && !sequence.isStored()) {
      names.add(rowType.fieldNames()[sequence.ordinal]);
    }
    return names;
  }

  /**
   * Where a row has its sequence.
   *
   * @param duplicates whether a key may be in several rows
   * @param stored the table's name of the column; null when it is no column of the table
   */
  record Sequence(int ordinal, DuplicateKeys duplicates, String stored) implements Serializable {
    static final Sequence NONE = new Sequence(ControlColumns.NONE, DuplicateKeys.FAIL, null);

    boolean exists() {
      return ordinal != ControlColumns.NONE;
    }

    boolean isStored() {
      return stored != null;
    }

    boolean picksLast() {
      return duplicates == DuplicateKeys.LAST;
    }
  }
}
