package io.sparklancedb.types;

import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;

/** The comment of a column or field, which both sides keep in its metadata under the same key. */
public final class Comment {
  public static final String KEY = "comment";

  private Comment() {}

  /** The Arrow field with the comment of Spark's. */
  static Field on(Field field, StructField source) {
    if (source.getComment().isEmpty()) {
      return field;
    }
    Map<String, String> metadata = new HashMap<>(field.getMetadata());
    metadata.put(KEY, source.getComment().get());
    return new Field(
        field.getName(),
        new FieldType(field.isNullable(), field.getType(), field.getDictionary(), metadata),
        field.getChildren());
  }

  /** What Spark keeps of a field beside its type. */
  static Metadata of(Field field) {
    String comment = field.getMetadata().get(KEY);
    return comment == null
        ? Metadata.empty()
        : new MetadataBuilder().putString(KEY, comment).build();
  }
}
