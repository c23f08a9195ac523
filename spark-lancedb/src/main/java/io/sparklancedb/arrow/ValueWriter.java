package io.sparklancedb.arrow;

import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.ValueErrors;
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
  private final boolean nullable;
  final RowInProgress row;

  ValueWriter(String path, Field field, RowInProgress row) {
    this.path = path;
    this.nullable = field.isNullable() && row.canBeNull(path);
    this.row = row;
  }

  final void write(SpecializedGetters values, int ordinal, int index) {
    if (!values.isNullAt(ordinal)) {
      writeValue(values, ordinal, index);
    } else if (!nullable) {
      throw nullRefused();
    }
  }

  abstract void writeValue(SpecializedGetters values, int ordinal, int index);

  final String path() {
    return path;
  }

  private LanceDbException nullRefused() {
    if (!row.canBeNull(path)) {
      return ValueErrors.nullStruct(path, row.name());
    }
    return row.isKey(path)
        ? ValueErrors.nullKey(path, row.name())
        : ValueErrors.nullValue(path, row.name());
  }
}
