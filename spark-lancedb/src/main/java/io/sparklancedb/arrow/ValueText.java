package io.sparklancedb.arrow;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** A value as a message shows it, cut when long. */
public final class ValueText {
  private static final int MAX_CHARACTERS = 100;

  private ValueText() {}

  public static String of(Object value, DataType type) {
    String text = whole(value, type);
    return text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS) + "...";
  }

  private static String whole(Object value, DataType type) {
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, MAX_CHARACTERS));
    }
    if (type instanceof DateType) {
      return LocalDate.ofEpochDay((Integer) value).toString();
    }
    if (type instanceof TimestampType) {
      return instant((Long) value).toString();
    }
    if (type instanceof TimestampNTZType) {
      return LocalDateTime.ofInstant(instant((Long) value), ZoneOffset.UTC).toString();
    }
    return value.toString();
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
