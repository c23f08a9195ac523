package io.sparklancedb.arrow.batch;

import io.sparklancedb.types.ExportSchema;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The fields whose vectors are filled for a table's fields. They differ in 16-bit floats, which are
 * filled as 16-bit integers: the Arrow of Spark 3.5 has no vectors of the former.
 */
final class StorageFields {
  private StorageFields() {}

  /** Null vectors and dictionaries have been refused by then. */
  static List<Field> of(Schema table) {
    return of(ExportSchema.of(table).getFields());
  }

  private static List<Field> of(List<Field> fields) {
    return fields.stream().map(StorageFields::of).toList();
  }

  private static Field of(Field field) {
    FieldType type = new FieldType(field.isNullable(), type(field), null, field.getMetadata());
    return new Field(field.getName(), type, of(field.getChildren()));
  }

  private static ArrowType type(Field field) {
    ArrowType type = field.getType();
    return type instanceof ArrowType.FloatingPoint floating
            && floating.getPrecision() == FloatingPointPrecision.HALF
        ? new ArrowType.Int(Short.SIZE, true)
        : type;
  }
}
