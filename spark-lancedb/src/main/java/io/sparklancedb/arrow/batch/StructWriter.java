package io.sparklancedb.arrow.batch;

import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/** Structs, whose fields may stand in another order in the row. */
final class StructWriter extends ValueWriter {
  private final StructVector vector;
  private final int rowFields;
  private final FieldWriters fields;

  StructWriter(
      String path,
      Field field,
      StructVector vector,
      int rowFields,
      FieldWriters fields,
      RowContext row) {
    super(path, field, row.instead(path, field, vector), row);
    this.vector = vector;
    this.rowFields = rowFields;
    this.fields = fields;
  }

  @Override
  void writeValue(SpecializedGetters values, int ordinal, int index) {
    InternalRow struct = values.getStruct(ordinal, rowFields);
    vector.setIndexDefined(index);
    fields.write(struct, index);
    row.addBytes(1);
  }
}
