package io.sparklancedb.arrow.batch;

import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.ValueErrors;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/**
 * Writes one column's values, in ascending positions; positions left out are null. Vectors are only
 * filled here: the row count is set when the batch is finished.
 */
abstract sealed class ValueWriter
    permits NullWriter,
        BooleanWriter,
        FixedWidthWriter,
        FixedSizeBinaryWriter,
        BytesWriter,
        FixedSizeListWriter,
        VectorWriter,
        MlVectorWriter,
        ListWriter,
        LargeListWriter,
        StructWriter,
        MapWriter {
  private final String path;
  private final boolean isNullable;
  private final boolean isLeftOut;
  private final Optional<StructOfNulls> insteadOfNull;
  final RowContext row;

  ValueWriter(String path, Field field, RowContext row) {
    this(path, field, Optional.empty(), row);
  }

  /**
   * @param insteadOfNull what is written for a null that must not be stored
   */
  ValueWriter(String path, Field field, Optional<StructOfNulls> insteadOfNull, RowContext row) {
    this.path = path;
    this.isNullable = field.isNullable();
    this.isLeftOut = isNullable && row.canBeNull(path);
    this.insteadOfNull = insteadOfNull;
    this.row = row;
  }

  final void write(SpecializedGetters values, int ordinal, int index) {
    if (!values.isNullAt(ordinal)) {
      writeValue(values, ordinal, index);
    } else {
      writeNull(index);
    }
  }

  /** For a row that has no value. */
  final void writeNull(int index) {
    if (!isLeftOut) {
      insteadOfNull.orElseThrow(this::nullRefused).write(index);
    }
  }

  abstract void writeValue(SpecializedGetters values, int ordinal, int index);

  final String path() {
    return path;
  }

  private LanceDbException nullRefused() {
    if (isNullable && !row.canBeNull(path)) {
      return ValueErrors.nullStruct(path, row.name());
    }
    return row.isKey(path)
        ? ValueErrors.nullKey(path, row.name())
        : ValueErrors.nullValue(path, row.name());
  }
}
