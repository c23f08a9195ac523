package io.sparklancedb.types;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** What a schema asks of the Lance file format. */
public final class FileFormat {
  public static final String VERSION_WITH_MAPS = "2.2";
  public static final String OLDEST_VERSION = "2.0";

  private FileFormat() {}

  /** Maps are stored from version 2.2 on; 2.1 refuses them, 2.0 takes the process down. */
  public static boolean needsVersion22(Schema schema) {
    return containsMap(schema.getFields());
  }

  private static boolean containsMap(List<Field> fields) {
    return fields.stream()
        .anyMatch(
            field -> field.getType() instanceof ArrowType.Map || containsMap(field.getChildren()));
  }

  /** Version 2.0 forgets that a struct is null: it comes back as a struct of nulls. */
  public static boolean needsVersion21(Schema schema) {
    return containsStruct(schema.getFields());
  }

  private static boolean containsStruct(List<Field> fields) {
    return fields.stream()
        .anyMatch(
            field ->
                field.getType() instanceof ArrowType.Struct || containsStruct(field.getChildren()));
  }
}
