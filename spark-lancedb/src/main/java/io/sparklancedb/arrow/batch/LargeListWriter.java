package io.sparklancedb.arrow.batch;

import io.sparklancedb.error.ValueErrors;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** Lists with 64-bit offsets; Arrow's own vectors still count elements in 32 bits. */
final class LargeListWriter extends ValueWriter {
  private final LargeListVector vector;
  private final ValueWriter element;

  LargeListWriter(
      String path, Field field, LargeListVector vector, ValueWriter element, RowContext row) {
    super(path, field, row);
    this.vector = vector;
    this.element = element;
  }

  @Override
  void writeValue(SpecializedGetters values, int ordinal, int index) {
    ArrayData array = values.getArray(ordinal);
    int count = array.numElements();
    long from = vector.startNewValue((long) index);
    if (from + count > Integer.MAX_VALUE) {
      throw ValueErrors.tooMuchForOneBatch(path(), row.name(), from + count);
    }
    for (int i = 0; i < count; i++) {
      element.write(array, i, (int) from + i);
    }
    vector.endValue(index, count);
    row.addBytes(Long.BYTES);
  }
}
