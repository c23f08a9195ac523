package io.sparklancedb.write;

import io.sparklancedb.arrow.ArrowColumns;
import io.sparklancedb.arrow.ValueText;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** A key as messages show it. */
final class KeyText {
  private KeyText() {}

  static String of(FieldVector keys, int position) {
    DataType type = KeyLiterals.type(keys.getField());
    ColumnVector column = ArrowColumns.wrap(keys, type);
    ColumnarBatch batch = new ColumnarBatch(new ColumnVector[] {column}, position + 1);
    return ValueText.of(batch.getRow(position).get(0, type), type);
  }
}
