package io.sparklancedb.types;

import io.sparklancedb.error.TypeErrors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.DataType;

/** A table's primary key, remembered in the metadata of its field as Lance itself does. */
public final class PrimaryKey {
  private static final String MARK = "lance-schema:unenforced-primary-key";

  static final Map<String, String> METADATA = Map.of(MARK, "true");

  private PrimaryKey() {}

  /** The table's key column, if it has one. */
  public static Optional<String> of(Schema table) {
    List<String> keys =
        table.getFields().stream().filter(PrimaryKey::isMarked).map(Field::getName).toList();
    if (keys.size() > 1) {
      throw TypeErrors.severalPrimaryKeys(keys);
    }
    return keys.stream().findFirst();
  }

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
