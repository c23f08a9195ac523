package io.sparklancedb.types;

import io.sparklancedb.error.TypeErrors;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The schema that Spark sees for a table's Arrow schema, whoever wrote the table. */
public final class ArrowToSpark {
  /** Wide enough for every unsigned 64-bit integer. */
  private static final DataType UNSIGNED_LONG = DataTypes.createDecimalType(20, 0);

  private ArrowToSpark() {}

  /** Every column is nullable where the table says so; a type without a counterpart is refused. */
  public static StructType toSpark(Schema table) {
    return DeclaredStrings.plain(declared(table));
  }

  /** The same as it was declared: with the lengths of strings. */
  public static StructType declared(Schema table) {
    return struct("", table.getFields());
  }

  /** The type of a column of a table, as {@link #toSpark} gives it. */
  public static DataType type(Field column) {
    return toSpark(new Schema(List.of(column))).fields()[0].dataType();
  }

  private static StructType struct(String path, List<Field> fields) {
    return new StructType(
        fields.stream()
            .map(
                field ->
                    new StructField(
                        field.getName(),
                        type(ColumnPath.field(path, field.getName()), field),
                        field.isNullable(),
                        Comment.of(field)))
            .toArray(StructField[]::new));
  }

  private static DataType type(String path, Field field) {
    if (field.getDictionary() != null) {
      throw TypeErrors.noSparkType(path, "a dictionary");
    }
    ArrowType type = StorageType.of(field);
    return switch (type.getTypeID()) {
      case List, LargeList, FixedSizeList -> array(path, field.getChildren().get(0));
      case Struct -> struct(path, field.getChildren());
      case Map -> map(path, field.getChildren().get(0));
      case Utf8, LargeUtf8 ->
          StringLength.of(field).map(StringLength::type).orElse(DataTypes.StringType);
      case Binary, LargeBinary, FixedSizeBinary -> binary(field);
      default -> scalar(path, field, type);
    };
  }

  private static DataType array(String path, Field item) {
    return DataTypes.createArrayType(type(ColumnPath.element(path), item), item.isNullable());
  }

  private static DataType map(String path, Field entries) {
    Field key = entries.getChildren().get(0);
    Field value = entries.getChildren().get(1);
    return DataTypes.createMapType(
        type(ColumnPath.key(path), key), type(ColumnPath.value(path), value), value.isNullable());
  }

  private static DataType binary(Field field) {
    return switch (LanceExtension.of(field)) {
      case UUID, JSON -> DataTypes.StringType;
      case NONE, BLOB -> DataTypes.BinaryType;
    };
  }

  private static DataType scalar(String path, Field field, ArrowType type) {
    if (type instanceof ArrowType.Int integer) {
      return integer(integer);
    }
    if (type instanceof ArrowType.FloatingPoint floating) {
      return floating.getPrecision() == FloatingPointPrecision.DOUBLE
          ? DataTypes.DoubleType
          : DataTypes.FloatType;
    }
    if (type instanceof ArrowType.Decimal decimal) {
      return decimal(path, field, decimal);
    }
    if (type instanceof ArrowType.Timestamp timestamp) {
      return timestamp.getTimezone() == null ? DataTypes.TimestampNTZType : DataTypes.TimestampType;
    }
    return switch (type.getTypeID()) {
      case Null -> DataTypes.NullType;
      case Bool -> DataTypes.BooleanType;
      case Date -> DataTypes.DateType;
      case Time -> DataTypes.LongType;
      case Duration -> DataTypes.createDayTimeIntervalType();
      default -> throw TypeErrors.noSparkType(path, FieldTypeName.of(field));
    };
  }

  private static DataType integer(ArrowType.Int type) {
    if (!type.getIsSigned() && type.getBitWidth() == Long.SIZE) {
      return UNSIGNED_LONG;
    }
    return switch (type.getIsSigned() ? type.getBitWidth() : 2 * type.getBitWidth()) {
      case Byte.SIZE -> DataTypes.ByteType;
      case Short.SIZE -> DataTypes.ShortType;
      case Integer.SIZE -> DataTypes.IntegerType;
      default -> DataTypes.LongType;
    };
  }

  private static DataType decimal(String path, Field field, ArrowType.Decimal type) {
    boolean fits =
        type.getPrecision() <= 38 && type.getScale() >= 0 && type.getScale() <= type.getPrecision();
    if (!fits) {
      throw TypeErrors.noSparkType(path, FieldTypeName.of(field));
    }
    return DataTypes.createDecimalType(type.getPrecision(), type.getScale());
  }
}
