package io.sparklancedb.types;

import io.sparklancedb.error.TypeErrors;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.types.DataType;

/** A table's primary key, remembered in the metadata of its field as Lance itself does. */
public final class PrimaryKey {
  private static final String MARK = "lance-schema:unenforced-primary-key";

  static final Map<String, String> METADATA = Map.of(MARK, "true");

  private PrimaryKey() {}

  public static boolean isMarked(Field field) {
    return "true".equalsIgnoreCase(field.getMetadata().get(MARK));
  }

  /** Refuses types whose equality is not that of their bytes. */
  public static void requireKeyType(String column, DataType sparkType, ArrowType type) {
    switch (type.getTypeID()) {
      case Int, Utf8, Binary, Date, Timestamp, Decimal, Bool -> {}
      case FloatingPoint ->
          throw TypeErrors.floatingPrimaryKey(column, SparkTypeName.of(sparkType));
      default -> throw TypeErrors.primaryKeyType(column, SparkTypeName.of(sparkType));
    }
  }
}
