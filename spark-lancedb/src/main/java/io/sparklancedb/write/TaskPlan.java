package io.sparklancedb.write;

import io.sparklancedb.arrow.batch.NullStructStorage;
import io.sparklancedb.commit.Staging;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.ColumnMatching;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/**
 * What every task of a write does.
 *
 * @param rowType of the DataFrame's rows
 * @param keyOrdinal where a row has its key; {@link ControlColumns#NONE} for a table without one
 * @param keyColumn the key's name in the table; null for a table without one
 * @param control the columns that tell what a row is for
 * @param notStored columns of the rows that are no columns of the table
 * @param lacking columns of the table that the rows lack, so that they can only delete
 * @param nullStructs how a null struct is stored that Lance may not read back
 * @param storageVersion Lance's file version of the fragments; null for the library's own choice
 */
record TaskPlan(
    Staging staging,
    TargetSchema target,
    StructType rowType,
    CaseSensitivity names,
    int keyOrdinal,
    String keyColumn,
    ControlColumns control,
    Set<String> notStored,
    List<String> lacking,
    NullStructStorage nullStructs,
    String storageVersion)
    implements Serializable {
  TaskPlan {
    notStored = Set.copyOf(notStored);
    lacking = List.copyOf(lacking);
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
    return control.hasAddress() ? control.address() : keyOrdinal;
  }

  /** The name of what names rows to delete: of the key, or of the addresses. */
  String rowIdColumn() {
    return control.hasAddress() ? rowType.fieldNames()[control.address()] : keyColumn;
  }
}
