package io.sparklancedb.types;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The schema in which batches for a table are handed to Lance. JSON travels as text, which Lance
 * turns into the binary form that the table's schema names; extension types as what is below them.
 */
public final class ExportSchema {
  private ExportSchema() {}

  public static Schema of(Schema table) {
    return new Schema(of(table.getFields()), table.getCustomMetadata());
  }

  private static List<Field> of(List<Field> fields) {
    return fields.stream().map(ExportSchema::of).toList();
  }

  private static Field of(Field field) {
    boolean isJson = LanceExtension.of(field) == LanceExtension.JSON;
    ArrowType type = isJson ? ArrowType.Utf8.INSTANCE : StorageType.of(field);
    Map<String, String> metadata = new HashMap<>(field.getMetadata());
    if (isJson) {
      metadata.put(LanceExtension.NAME, "arrow.json");
    }
    return new Field(
        field.getName(),
        new FieldType(field.isNullable(), type, field.getDictionary(), metadata),
        of(field.getChildren()));
  }
}
