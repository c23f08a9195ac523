package io.sparklancedb.arrow;

import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;

/** The row that is being appended, for messages, and the bytes of the batch so far. */
final class RowInProgress {
  private final Optional<RowKey> key;
  private final Set<String> unreadableNulls;
  private InternalRow row;
  private long number;
  private long bytes;

  /**
   * @param unreadableNulls as {@link UnreadableNulls} finds them
   */
  RowInProgress(Optional<RowKey> key, Set<String> unreadableNulls) {
    this.key = key;
    this.unreadableNulls = unreadableNulls;
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

  boolean isKey(String column) {
    return key.filter(k -> k.column().equals(column)).isPresent();
  }

  /** {@code key 'doc-17'}, or {@code row 3} of this task when there is no key to name. */
  String name() {
    return key.flatMap(k -> k.text(row)).map("key '%s'"::formatted).orElse("row " + number);
  }
}
