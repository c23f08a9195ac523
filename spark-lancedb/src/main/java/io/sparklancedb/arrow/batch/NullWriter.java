package io.sparklancedb.arrow.batch;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/** For columns of Spark's void type: they have no values. */
final class NullWriter extends ValueWriter {
  NullWriter(String path, Field field, FieldVector vector, RowContext row) {
    super(path, field, row.instead(path, field, vector), row);
  }

  @Override
  void writeValue(SpecializedGetters values, int ordinal, int index) {
    throw new IllegalStateException("a void column has a value");
  }
}
