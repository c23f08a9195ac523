package io.sparklancedb.arrow.batch;

import io.sparklancedb.arrow.ValueText;
import io.sparklancedb.types.ColumnMapping;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Where a row has its key.
 *
 * @param column the key's name in the table
 */
record RowKey(int ordinal, DataType type, String column) {
  static Optional<RowKey> of(
      Schema table, StructType rows, ColumnMapping mapping, OptionalInt keyOrdinal) {
    if (keyOrdinal.isEmpty()) {
      return Optional.empty();
    }
    int ordinal = keyOrdinal.getAsInt();
    String column = table.getFields().get(mapping.ordinals().indexOf(ordinal)).getName();
    return Optional.of(new RowKey(ordinal, rows.fields()[ordinal].dataType(), column));
  }

  /** Empty when the key is null. */
  Optional<String> text(InternalRow row) {
    return row.isNullAt(ordinal)
        ? Optional.empty()
        : Optional.of(ValueText.of(row.get(ordinal, type), type));
  }
}
