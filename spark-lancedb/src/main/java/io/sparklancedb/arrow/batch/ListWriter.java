package io.sparklancedb.arrow.batch;

import io.sparklancedb.error.ValueErrors;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** Lists with 32-bit offsets. */
final class ListWriter extends ValueWriter {
  private final ListVector vector;
  private final ValueWriter element;

  ListWriter(String path, Field field, ListVector vector, ValueWriter element, RowContext row) {
    super(path, field, row);
    this.vector = vector;
    this.element = element;
  }

  @Override
  void writeValue(SpecializedGetters values, int ordinal, int index) {
    ArrayData array = values.getArray(ordinal);
    int count = array.numElements();
    int from = vector.startNewValue(index);
    if ((long) from + count > Integer.MAX_VALUE) {
      throw ValueErrors.tooMuchForOneBatch(path(), row.name(), (long) from + count);
    }
    for (int i = 0; i < count; i++) {
      element.write(array, i, from + i);
    }
    vector.endValue(index, count);
    row.addBytes(Integer.BYTES);
  }
}
