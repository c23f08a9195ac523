package io.sparklancedb.arrow.batch;

import io.sparklancedb.error.ValueErrors;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.MapData;

/** Maps: lists of entries, each a struct of a key and a value. */
final class MapWriter extends ValueWriter {
  private final MapVector vector;
  private final StructVector entries;
  private final ValueWriter keys;
  private final ValueWriter values;

  MapWriter(
      String path,
      Field field,
      MapVector vector,
      ValueWriter keys,
      ValueWriter values,
      RowContext row) {
    super(path, field, row);
    this.vector = vector;
    this.entries = (StructVector) vector.getDataVector();
    this.keys = keys;
    this.values = values;
  }

  @Override
  void writeValue(SpecializedGetters rowValues, int ordinal, int index) {
    MapData map = rowValues.getMap(ordinal);
    int count = map.numElements();
    int from = vector.startNewValue(index);
    if ((long) from + count > Integer.MAX_VALUE) {
      throw ValueErrors.tooMuchForOneBatch(path(), row.name(), (long) from + count);
    }
    for (int i = 0; i < count; i++) {
      entries.setIndexDefined(from + i);
      keys.write(map.keyArray(), i, from + i);
      values.write(map.valueArray(), i, from + i);
    }
    vector.endValue(index, count);
    row.addBytes(Integer.BYTES);
  }
}
