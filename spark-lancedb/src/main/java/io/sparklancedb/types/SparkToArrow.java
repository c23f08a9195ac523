package io.sparklancedb.types;

import io.sparklancedb.error.TypeErrors;
import io.sparklancedb.layout.LanceLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The Arrow schema that a new table gets for a DataFrame's schema. */
public final class SparkToArrow {
  private static final Set<String> METADATA_COLUMNS =
      Set.of(
          LanceLayout.ROW_ID,
          LanceLayout.ROW_ADDRESS,
          LanceLayout.ROW_OFFSET,
          LanceLayout.ROW_CREATED_AT_VERSION,
          LanceLayout.ROW_LAST_UPDATED_AT_VERSION,
          "_fragment",
          LanceLayout.DISTANCE,
          LanceLayout.SCORE);

  private SparkToArrow() {}

  /**
   * Every column is nullable but the key, whatever the DataFrame says, so that later writes need
   * not repeat the nullability of the first.
   *
   * @param vectors the columns to store as vectors, by name
   */
  public static Schema toArrow(
      StructType columns, Map<String, VectorType> vectors, Optional<String> primaryKey) {
    requireNames(columns);
    Set<String> names = Set.of(columns.fieldNames());
    vectors.keySet().stream()
        .filter(name -> !names.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw TypeErrors.unknownVectorColumn(name);
            });
    primaryKey
        .filter(key -> !names.contains(key))
        .ifPresent(
            key -> {
              throw TypeErrors.unknownPrimaryKey(key, List.of(columns.fieldNames()));
            });
    List<Field> fields = new ArrayList<>();
    for (StructField column : columns.fields()) {
      fields.add(topLevel(column, vectors.get(column.name()), primaryKey));
    }
    return new Schema(fields);
  }

  private static void requireNames(StructType columns) {
    for (String name : columns.fieldNames()) {
      if (METADATA_COLUMNS.contains(name)) {
        throw TypeErrors.reservedName(name);
      }
      if (name.indexOf('.') >= 0) {
        throw TypeErrors.dottedName(name);
      }
      if (name.indexOf('`') >= 0 || name.chars().anyMatch(c -> Character.isSurrogate((char) c))) {
        throw TypeErrors.unscannableName(name);
      }
    }
    requireDistinctNames("", columns);
  }

  private static void requireDistinctNames(String parent, StructType columns) {
    Set<String> names = new HashSet<>();
    for (String name : columns.fieldNames()) {
      if (name.isEmpty()) {
        throw TypeErrors.emptyName(parent);
      }
      if (!names.add(name)) {
        throw TypeErrors.duplicateName(ColumnPath.field(parent, name));
      }
    }
  }

  private static Field topLevel(
      StructField column, VectorType vector, Optional<String> primaryKey) {
    Field plain =
        vector == null
            ? nullable(column.name(), column.name(), column.dataType())
            : vector(column, vector);
    Field field = Comment.on(plain, column);
    if (primaryKey.filter(column.name()::equals).isEmpty()) {
      return field;
    }
    PrimaryKey.requireKeyType(column.name(), column.dataType(), field.getType());
    Map<String, String> metadata = new HashMap<>(field.getMetadata());
    metadata.putAll(PrimaryKey.METADATA);
    return new Field(
        field.getName(),
        new FieldType(false, field.getType(), null, metadata),
        field.getChildren());
  }

  private static Field vector(StructField column, VectorType vector) {
    if (MlVectors.is(column.dataType()) || isArrayOfFloats(column.dataType())) {
      Field item = Field.nullable("item", vector.element().arrowType());
      return new Field(
          column.name(),
          FieldType.nullable(new ArrowType.FixedSizeList(vector.dimension())),
          List.of(item));
    }
    throw TypeErrors.notAVector(column.name(), SparkTypeName.of(column.dataType()));
  }

  private static boolean isArrayOfFloats(DataType type) {
    return type instanceof ArrayType array
        && (array.elementType() instanceof FloatType || array.elementType() instanceof DoubleType);
  }

  private static Field nullable(String name, String path, DataType type) {
    return field(name, path, type, true);
  }

  private static Field field(String name, String path, DataType type, boolean nullable) {
    if (type instanceof ArrayType array) {
      Field item = nullable("item", ColumnPath.element(path), array.elementType());
      return nested(name, ArrowType.List.INSTANCE, List.of(item), nullable);
    }
    if (type instanceof StructType struct) {
      return nested(name, ArrowType.Struct.INSTANCE, children(path, struct), nullable);
    }
    if (type instanceof MapType map) {
      Field key = field("key", ColumnPath.key(path), map.keyType(), false);
      Field value = nullable("value", ColumnPath.value(path), map.valueType());
      Field entries = nested("entries", ArrowType.Struct.INSTANCE, List.of(key, value), false);
      return nested(name, new ArrowType.Map(false), List.of(entries), nullable);
    }
    if (MlVectors.is(type)) {
      throw TypeErrors.nestedMlVector(path, type.getClass().getName());
    }
    Map<String, String> metadata =
        StringLength.of(type).map(StringLength::metadata).orElse(Map.of());
    return new Field(
        name, new FieldType(nullable, ScalarTypes.toArrow(path, type), null, metadata), List.of());
  }

  /** Lance 7.0.0 refuses to write a struct without fields when one is null or stands in a list. */
  private static List<Field> children(String path, StructType struct) {
    if (struct.fields().length == 0) {
      throw TypeErrors.noArrowType(path, SparkTypeName.of(struct));
    }
    requireDistinctNames(path, struct);
    List<Field> children = new ArrayList<>();
    for (StructField field : struct.fields()) {
      String child = ColumnPath.field(path, field.name());
      children.add(Comment.on(nullable(field.name(), child, field.dataType()), field));
    }
    return children;
  }

  private static Field nested(String name, ArrowType type, List<Field> children, boolean nullable) {
    return new Field(name, new FieldType(nullable, type, null), children);
  }
}
