package io.sparklancedb.arrow.batch;

import io.sparklancedb.types.NullStructs;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.InternalRow;

/** The row that is being appended, for messages, and the bytes of the batch so far. */
final class RowContext {
  private final Optional<RowKey> key;
  private final Set<String> unreadableNulls;
  private final NullStructStorage nullStructs;
  private InternalRow row;
  private long number;
  private long bytes;

  /**
   * @param unreadableNulls as {@link NullStructs#paths} finds them
   */
  RowContext(Optional<RowKey> key, Set<String> unreadableNulls, NullStructStorage nullStructs) {
    this.key = key;
    this.unreadableNulls = unreadableNulls;
    this.nullStructs = nullStructs;
  }

  void start(InternalRow next) {
    row = next;
    number++;
  }

  void addBytes(long count) {
    bytes += count;
  }

  long bytes() {
    return bytes;
  }

  void startBatch() {
    row = null;
    bytes = 0;
  }

  boolean canBeNull(String path) {
    return !unreadableNulls.contains(path);
  }

  /** What stands for a null that must not be stored; empty where such a row is refused. */
  Optional<StructOfNulls> instead(String path, Field field, FieldVector vector) {
    return canBeNull(path) || !field.isNullable() || nullStructs == NullStructStorage.REFUSED
        ? Optional.empty()
        : Optional.of(StructOfNulls.of(field, vector));
  }

  boolean isKey(String column) {
    return key.filter(k -> k.column().equals(column)).isPresent();
  }

  /** {@code key 'doc-17'}, or {@code row 3} of this task when there is no key to name. */
  String name() {
    return key.flatMap(k -> k.text(row)).map("key '%s'"::formatted).orElse("row " + number);
  }
}
