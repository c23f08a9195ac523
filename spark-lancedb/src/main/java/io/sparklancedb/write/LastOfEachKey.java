package io.sparklancedb.write;

import io.sparklancedb.arrow.ValueText;
import io.sparklancedb.error.WriteErrors;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;

/** Picks one row of each key, where a task gets them sorted by key, the last one first. */
final class LastOfEachKey {
  private final WritePlan plan;
  private final DataType keyType;
  private final DataType sequenceType;
  private Object key;
  private Object sequence;

  LastOfEachKey(WritePlan plan) {
    this.plan = plan;
    this.keyType = plan.rowType().fields()[plan.keyOrdinal()].dataType();
    this.sequenceType = plan.rowType().fields()[plan.steering().sequence()].dataType();
  }

  /**
   * Whether the row is the one of its key to write.
   *
   * @throws RefusedRow when nothing tells which of two rows that is
   */
  boolean isNext(InternalRow row) {
    Object ownKey = row.get(plan.keyOrdinal(), keyType);
    int at = plan.steering().sequence();
    Object ownSequence = row.isNullAt(at) ? null : row.get(at, sequenceType);
    if (Objects.deepEquals(ownKey, key)) {
      if (Objects.deepEquals(ownSequence, sequence)) {
        String column = plan.rowType().fieldNames()[at];
        throw new RefusedRow(WriteErrors.sameSequence(column, ValueText.of(ownKey, keyType)));
      }
      return false;
    }
    key = kept(ownKey);
    sequence = kept(ownSequence);
    return true;
  }

  /** Spark reuses the memory of a row. */
  private static Object kept(Object value) {
    return value instanceof UTF8String text ? text.copy() : value;
  }
}
