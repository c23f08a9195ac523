package io.sparklancedb.it;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A value of a row as text that only the same value has: floating point by its bits, so that NaN
 * equals itself and -0.0 not 0.0; decimals with their scale; maps without regard to order. Sessions
 * that are compared set {@code spark.sql.datetime.java8API.enabled}, as the older classes depend on
 * the JVM's time zone.
 */
public final class ExactValue {
  private ExactValue() {}

  public static String of(Object value, DataType type) {
    if (value == null) {
      return "null";
    }
    if (type instanceof ArrayType array) {
      return list(value, array).toString();
    }
    if (type instanceof StructType struct) {
      return struct((Row) value, struct);
    }
    return type instanceof MapType map ? map(value, map) : scalar(value);
  }

  private static String scalar(Object value) {
    if (value instanceof Double number) {
      return "%s %016x".formatted(number, Double.doubleToRawLongBits(number));
    }
    if (value instanceof Float number) {
      return "%s %08x".formatted(number, Float.floatToRawIntBits(number));
    }
    if (value instanceof byte[] bytes) {
      return "x" + HexFormat.of().formatHex(bytes);
    }
    if (value instanceof String text) {
      return "'" + text + "'";
    }
    boolean known =
        value instanceof Number
            || value instanceof Boolean
            || value instanceof LocalDate
            || value instanceof LocalDateTime
            || value instanceof Instant
            || value instanceof Duration;
    if (!known) {
      throw new IllegalArgumentException("Cannot compare exactly: " + value.getClass());
    }
    return value.toString();
  }

  /** The collections inside a row are Scala's; a row of its own turns one into Java's. */
  private static List<String> list(Object value, ArrayType type) {
    List<String> texts = new ArrayList<>();
    for (Object element : RowFactory.create(value).getList(0)) {
      texts.add(of(element, type.elementType()));
    }
    return texts;
  }

  private static String struct(Row value, StructType type) {
    List<String> texts = new ArrayList<>();
    StructField[] fields = type.fields();
    for (int i = 0; i < fields.length; i++) {
      texts.add(fields[i].name() + "=" + of(value.get(i), fields[i].dataType()));
    }
    return texts.stream().collect(Collectors.joining(", ", "{", "}"));
  }

  private static String map(Object value, MapType type) {
    Map<Object, Object> entries = RowFactory.create(value).getJavaMap(0);
    return entries.entrySet().stream()
        .map(
            entry ->
                of(entry.getKey(), type.keyType()) + "=" + of(entry.getValue(), type.valueType()))
        .sorted()
        .collect(Collectors.joining(", ", "<", ">"));
  }
}
