package io.sparklancedb.write;

import io.sparklancedb.arrow.ValueText;
import io.sparklancedb.error.WriteErrors;
import java.util.Comparator;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.TypeUtils;
import org.apache.spark.sql.types.DataType;

/** Picks one row of each key, where a task gets them sorted by key, the last one first. */
final class KeyDeduplicator {
  private final TaskPlan plan;
  private final DataType keyType;
  private final int at;
  private final DataType sequenceType;
  private final Comparator<Object> order;
  private Object key;
  private Object sequence;

  KeyDeduplicator(TaskPlan plan) {
    this.plan = plan;
    this.keyType = plan.rowType().fields()[plan.keyOrdinal()].dataType();
    this.at = plan.control().sequence().ordinal();
    this.sequenceType = plan.rowType().fields()[at].dataType();
    this.order = TypeUtils.getInterpretedOrdering(sequenceType);
  }

  /**
   * Whether the row is the one of its key to write.
   *
   * @throws RefusedRow when nothing tells which of two rows that is
   */
  boolean isNext(InternalRow row) {
    Object ownKey = row.get(plan.keyOrdinal(), keyType);
    Object ownSequence = row.isNullAt(at) ? null : row.get(at, sequenceType);
    if (Objects.deepEquals(ownKey, key)) {
      if (isSame(ownSequence)) {
        String column = plan.rowType().fieldNames()[at];
        throw new RefusedRow(WriteErrors.sameSequence(column, ValueText.of(ownKey, keyType)));
      }
      return false;
    }
    // Spark reuses the memory of a row.
    key = InternalRow.copyValue(ownKey);
    sequence = InternalRow.copyValue(ownSequence);
    return true;
  }

  private boolean isSame(Object other) {
    return other == null || sequence == null
        ? other == sequence
        : order.compare(other, sequence) == 0;
  }
}
