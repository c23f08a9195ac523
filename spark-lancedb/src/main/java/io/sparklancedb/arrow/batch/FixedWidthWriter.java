package io.sparklancedb.arrow.batch;

import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.ValueErrors;
import io.sparklancedb.types.FieldTypeName;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/** Values of 1 to 32 bytes, stored where {@link FixedWidthBuffer} says. */
abstract sealed class FixedWidthWriter extends ValueWriter
    permits IntegerWriter,
        UnsignedLongWriter,
        FloatingWriter,
        HalfFloatWriter,
        DecimalWriter,
        DateWriter,
        MicrosWriter {
  private final FixedWidthBuffer slots;
  private final Field field;

  FixedWidthWriter(String path, Field field, BaseFixedWidthVector vector, RowContext row) {
    super(path, field, row);
    this.field = field;
    this.slots = new FixedWidthBuffer(vector);
  }

  @Override
  final void writeValue(SpecializedGetters values, int ordinal, int index) {
    row.addBytes(slots.width());
    store(values, ordinal, slots.slot(index));
  }

  abstract void store(SpecializedGetters values, int ordinal, long address);

  final LanceDbException outOfRange(Object value) {
    return ValueErrors.outOfRange(path(), row.name(), value.toString(), FieldTypeName.of(field));
  }
}
