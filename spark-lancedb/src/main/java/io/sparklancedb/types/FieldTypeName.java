package io.sparklancedb.types;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * The type of a table's field as messages show it: Spark's name, and what Spark's own type does not
 * tell of it, such as {@code BIGINT UNSIGNED}.
 */
public final class FieldTypeName {
  private FieldTypeName() {}

  public static String of(Field field) {
    if (field.getDictionary() != null) {
      return "dictionary";
    }
    ArrowType type = StorageType.of(field);
    List<Field> children = field.getChildren();
    return switch (type.getTypeID()) {
      case List, LargeList -> "ARRAY<" + of(children.get(0)) + ">";
      case FixedSizeList ->
          "ARRAY<%s> of %d values"
              .formatted(of(children.get(0)), ((ArrowType.FixedSizeList) type).getListSize());
      case Struct ->
          children.stream()
              .map(child -> child.getName() + ": " + of(child))
              .collect(Collectors.joining(", ", "STRUCT<", ">"));
      case Map -> map(children.get(0).getChildren());
      case FixedSizeBinary -> fixedSizeBinary(field, (ArrowType.FixedSizeBinary) type);
      case Binary, LargeBinary ->
          LanceExtension.of(field) == LanceExtension.JSON ? "STRING of JSON" : "BINARY";
      default -> scalar(type);
    };
  }

  private static String map(List<Field> entry) {
    return "MAP<" + of(entry.get(0)) + ", " + of(entry.get(1)) + ">";
  }

  private static String fixedSizeBinary(Field field, ArrowType.FixedSizeBinary type) {
    return LanceExtension.of(field) == LanceExtension.UUID
        ? "STRING of a UUID"
        : "BINARY of %d bytes".formatted(type.getByteWidth());
  }

  private static String scalar(ArrowType type) {
    if (type instanceof ArrowType.Int integer) {
      return integer(integer);
    }
    if (type instanceof ArrowType.FloatingPoint floating) {
      return floating(floating.getPrecision());
    }
    if (type instanceof ArrowType.Decimal decimal) {
      return "DECIMAL(%d,%d)".formatted(decimal.getPrecision(), decimal.getScale());
    }
    if (type instanceof ArrowType.Timestamp timestamp) {
      String name = timestamp.getTimezone() == null ? "TIMESTAMP_NTZ" : "TIMESTAMP";
      return name + in(timestamp.getUnit());
    }
    if (type instanceof ArrowType.Time time) {
      return "time" + in(time.getUnit());
    }
    if (type instanceof ArrowType.Duration duration) {
      return "INTERVAL DAY TO SECOND" + in(duration.getUnit());
    }
    return withoutParameters(type);
  }

  private static String withoutParameters(ArrowType type) {
    return switch (type.getTypeID()) {
      case Bool -> "BOOLEAN";
      case Utf8, LargeUtf8 -> "STRING";
      case Date -> "DATE";
      case Null -> "VOID";
      case Interval -> interval((ArrowType.Interval) type);
      default -> type.getTypeID().name().toLowerCase(Locale.ROOT);
    };
  }

  private static String integer(ArrowType.Int type) {
    String name =
        switch (type.getBitWidth()) {
          case Byte.SIZE -> "TINYINT";
          case Short.SIZE -> "SMALLINT";
          case Integer.SIZE -> "INT";
          default -> "BIGINT";
        };
    return type.getIsSigned() ? name : name + " UNSIGNED";
  }

  private static String floating(FloatingPointPrecision precision) {
    return switch (precision) {
      case HALF -> "FLOAT of 16 bits";
      case SINGLE -> "FLOAT";
      case DOUBLE -> "DOUBLE";
    };
  }

  private static String interval(ArrowType.Interval type) {
    return switch (type.getUnit()) {
      case YEAR_MONTH -> "INTERVAL YEAR TO MONTH";
      case DAY_TIME -> "INTERVAL DAY TO SECOND";
      case MONTH_DAY_NANO -> "INTERVAL";
    };
  }

  /** Microseconds are Spark's own. */
  private static String in(TimeUnit unit) {
    return unit == TimeUnit.MICROSECOND ? "" : " in " + unit.name().toLowerCase(Locale.ROOT) + "s";
  }
}
