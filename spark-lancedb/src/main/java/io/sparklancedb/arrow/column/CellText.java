package io.sparklancedb.arrow.column;

import io.sparklancedb.arrow.ValueText;
import io.sparklancedb.types.ArrowToSpark;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** A value of a column as messages show it. */
public final class CellText {
  private CellText() {}

  public static String of(FieldVector values, int position) {
    DataType type = ArrowToSpark.type(values.getField());
    ColumnVector column = ArrowColumns.wrap(values, type);
    ColumnarBatch batch = new ColumnarBatch(new ColumnVector[] {column}, position + 1);
    return ValueText.of(batch.getRow(position).get(0, type), type);
  }
}
