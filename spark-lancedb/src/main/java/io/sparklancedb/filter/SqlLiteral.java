package io.sparklancedb.filter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.unsafe.types.UTF8String;

/** Spark's internal values as literals of Lance's filter language. */
public final class SqlLiteral {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private SqlLiteral() {}

  /**
   * Writes a value (UTF8String, Decimal, days, microseconds, byte[], ...) of a Spark type whose
   * column is stored as this connector stores it. Empty for null, for text that is not UTF-8, and
   * for types without an exact literal; floating point is among these, since Lance tells -0.0 from
   * 0.0.
   */
  public static Optional<String> of(Object value, DataType type) {
    if (value == null) {
      return Optional.empty();
    }
    if (type instanceof BooleanType) {
      return Optional.of(value.toString());
    }
    if (type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType) {
      return Optional.of(integer(((Number) value).longValue()));
    }
    if (type.equals(DataTypes.StringType)) {
      return string((UTF8String) value);
    }
    if (type.equals(DataTypes.BinaryType)) {
      return Optional.of(binary((byte[]) value));
    }
    if (type instanceof DecimalType decimalType) {
      return decimal((Decimal) value, decimalType.precision(), decimalType.scale());
    }
    if (type instanceof DateType) {
      return Optional.of(cast(((Number) value).longValue(), "Date32"));
    }
    if (type.equals(DataTypes.TimestampType)) {
      return Optional.of(cast((Long) value, "Timestamp(Microsecond, Some(\"UTC\"))"));
    }
    if (type.equals(DataTypes.TimestampNTZType)) {
      return Optional.of(cast((Long) value, "Timestamp(Microsecond, None)"));
    }
    return Optional.empty();
  }

  /** Lance reads the digits before the sign, so that the smallest long would become a double. */
  static String integer(long value) {
    return value == Long.MIN_VALUE ? "CAST('" + value + "' AS BIGINT)" : Long.toString(value);
  }

  /** As text, because Lance reads digits above the largest long as a double. */
  static String unsignedLong(BigInteger value) {
    return "CAST('" + value + "' AS BIGINT UNSIGNED)";
  }

  /** Exponents beyond the range are read as infinity; NaN has no literal. */
  static String floating(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "1e999" : "-1e999";
    }
    return Double.toString(value);
  }

  /** Empty when the bytes are not UTF-8. */
  static Optional<String> string(UTF8String value) {
    byte[] bytes = value.getBytes();
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8))) {
      return Optional.empty();
    }
    return Optional.of(
        JniText.survives(text)
            ? "'" + text.replace("'", "''") + "'"
            : "CAST(" + binary(bytes) + " AS STRING)");
  }

  static String binary(byte[] bytes) {
    return "X'" + HEX.formatHex(bytes) + "'";
  }

  /** Empty when the value does not fit the precision and scale exactly. */
  static Optional<String> decimal(Decimal value, int precision, int scale) {
    BigDecimal exact = value.toJavaBigDecimal();
    if (exact.stripTrailingZeros().scale() > scale) {
      return Optional.empty();
    }
    BigDecimal stored = exact.setScale(scale, RoundingMode.UNNECESSARY);
    return stored.precision() > precision
        ? Optional.empty()
        : Optional.of(
            "CAST('" + stored.toPlainString() + "' AS DECIMAL(" + precision + "," + scale + "))");
  }

  /** A stored number as a value of an Arrow type, with no calendar or time zone in between. */
  static String cast(long stored, String arrowType) {
    // Only times of 32 bits have no cast from a long.
    String number =
        arrowType.startsWith("Time32") ? "CAST(" + stored + " AS INT)" : integer(stored);
    return "arrow_cast(" + number + ", '" + arrowType + "')";
  }
}
