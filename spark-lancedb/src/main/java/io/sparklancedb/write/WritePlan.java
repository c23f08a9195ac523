package io.sparklancedb.write;

import io.sparklancedb.arrow.NullStructStorage;
import io.sparklancedb.config.DuplicateKeys;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.Staging;
import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.ColumnMatching;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/**
 * What every task of a write does.
 *
 * @param rowType of the DataFrame's rows
 * @param keyOrdinal where a row has its key; {@link Steering#NONE} for a table without one
 * @param keyColumn the key's name in the table; null for a table without one
 * @param steering the columns that tell what a row is for
 * @param notStored columns of the rows that are no columns of the table
 * @param lacking columns of the table that the rows lack, so that they can only delete
 * @param nullStructs how a null struct is stored that Lance may not read back
 * @param storageVersion Lance's file version of the fragments; null for the library's own choice
 */
record WritePlan(
    Staging staging,
    TargetSchema target,
    StructType rowType,
    CaseSensitivity names,
    int keyOrdinal,
    String keyColumn,
    Steering steering,
    Set<String> notStored,
    List<String> lacking,
    NullStructStorage nullStructs,
    String storageVersion)
    implements Serializable {
  WritePlan {
    notStored = Set.copyOf(notStored);
    lacking = List.copyOf(lacking);
  }

  /**
   * Columns of the rows that steer the write, by where a row has them; {@link #NONE} for one that
   * there is not.
   *
   * @param delete true in rows that delete their key; not stored
   * @param sequence tells which of two rows with the same key is the later one
   * @param address of the row to delete, where no key names it; not stored
   */
  record Steering(int delete, Sequence sequence, int address) implements Serializable {
    static final int NONE = -1;

    boolean hasDelete() {
      return delete != NONE;
    }

    Steering storing(Optional<String> column) {
      return new Steering(
          delete,
          new Sequence(sequence.ordinal, sequence.duplicates, column.orElse(null)),
          address);
    }

    boolean hasAddress() {
      return address != NONE;
    }
  }

  /**
   * Where a row has its sequence.
   *
   * @param duplicates whether a key may be there several times
   * @param stored the table's name of the column; null when it is no column of the table
   */
  record Sequence(int ordinal, DuplicateKeys duplicates, String stored) implements Serializable {
    static final Sequence NONE = new Sequence(Steering.NONE, DuplicateKeys.FAIL, null);

    boolean isThere() {
      return ordinal != Steering.NONE;
    }

    boolean isStored() {
      return stored != null;
    }

    boolean picksLast() {
      return duplicates == DuplicateKeys.LAST;
    }
  }

  /** How rows are matched with columns; the planner has refused what may not be absent. */
  ColumnMatching matching() {
    return new ColumnMatching(address().uri(), names, ColumnMatching.Absent.KEPT);
  }

  TableAddress address() {
    return staging.address();
  }

  boolean hasKey() {
    return keyColumn != null;
  }

  /** Where a row that deletes another names it. */
  int rowIdOrdinal() {
    return steering.hasAddress() ? steering.address() : keyOrdinal;
  }

  /** The name of what names rows to delete: of the key, or of the addresses. */
  String rowIdColumn() {
    return steering.hasAddress() ? rowType.fieldNames()[steering.address()] : keyColumn;
  }
}
