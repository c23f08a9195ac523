package io.sparklancedb.arrow.batch;

import io.sparklancedb.error.ValueErrors;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** Lists of one length whose elements are no floats. */
final class FixedSizeListWriter extends ValueWriter {
  private final FixedSizeListVector vector;
  private final ValueWriter element;

  FixedSizeListWriter(
      String path, Field field, FixedSizeListVector vector, ValueWriter element, RowContext row) {
    super(path, field, row);
    this.vector = vector;
    this.element = element;
  }

  @Override
  void writeValue(SpecializedGetters values, int ordinal, int index) {
    ArrayData array = values.getArray(ordinal);
    int count = vector.getListSize();
    if (array.numElements() != count) {
      throw ValueErrors.listLength(path(), row.name(), array.numElements(), count);
    }
    int from = Math.multiplyExact(index, count);
    vector.startNewValue(index);
    for (int i = 0; i < count; i++) {
      element.write(array, i, from + i);
    }
  }
}
