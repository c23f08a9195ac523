package io.sparklancedb.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SqlLiteralTest {
  private static final DataType DECIMAL = new DecimalType(5, 2);

  @ParameterizedTest
  @MethodSource
  void writesAValue(Object value, DataType type, String sql) {
    assertEquals(Optional.of(sql), SqlLiteral.of(value, type));
  }

  static Stream<Arguments> writesAValue() {
    return Stream.of(
        Arguments.of(true, DataTypes.BooleanType, "true"),
        Arguments.of((byte) -1, DataTypes.ByteType, "-1"),
        Arguments.of(7, DataTypes.IntegerType, "7"),
        Arguments.of(Long.MAX_VALUE, DataTypes.LongType, "9223372036854775807"),
        Arguments.of(Long.MIN_VALUE, DataTypes.LongType, "CAST('-9223372036854775808' AS BIGINT)"),
        Arguments.of(text("it's \\ \" % _\n"), DataTypes.StringType, "'it''s \\ \" % _\n'"),
        Arguments.of(text(""), DataTypes.StringType, "''"),
        Arguments.of(text("日本"), DataTypes.StringType, "'日本'"),
        Arguments.of(text("a\ud83d\ude00"), DataTypes.StringType, "CAST(X'61F09F9880' AS STRING)"),
        Arguments.of(text("a\u0000"), DataTypes.StringType, "CAST(X'6100' AS STRING)"),
        Arguments.of(new byte[] {0, -1}, DataTypes.BinaryType, "X'00FF'"),
        Arguments.of(decimal("-1.5"), DECIMAL, "CAST('-1.50' AS DECIMAL(5,2))"),
        Arguments.of(decimal("1.500"), DECIMAL, "CAST('1.50' AS DECIMAL(5,2))"),
        Arguments.of(-719_162, DataTypes.DateType, "arrow_cast(-719162, 'Date32')"),
        Arguments.of(
            -1L,
            DataTypes.TimestampType,
            "arrow_cast(-1, 'Timestamp(Microsecond, Some(\"UTC\"))')"),
        Arguments.of(
            1L, DataTypes.TimestampNTZType, "arrow_cast(1, 'Timestamp(Microsecond, None)')"));
  }

  @ParameterizedTest
  @MethodSource
  void refusesAValueThatCannotBeWrittenExactly(Object value, DataType type) {
    assertEquals(Optional.empty(), SqlLiteral.of(value, type));
  }

  static Stream<Arguments> refusesAValueThatCannotBeWrittenExactly() {
    return Stream.of(
        Arguments.of(null, DataTypes.IntegerType),
        Arguments.of(1.5, DataTypes.DoubleType),
        Arguments.of(decimal("1.555"), DECIMAL),
        Arguments.of(decimal("1000"), DECIMAL),
        Arguments.of(UTF8String.fromBytes(new byte[] {(byte) 0xf0}), DataTypes.StringType),
        Arguments.of(new Object(), DataTypes.NullType));
  }

  @Test
  void writesInfinityAsAnExponentBeyondTheRange() {
    assertEquals("1e999", SqlLiteral.floating(Double.POSITIVE_INFINITY));
    assertEquals("-1e999", SqlLiteral.floating(Double.NEGATIVE_INFINITY));
  }

  private static UTF8String text(String value) {
    return UTF8String.fromString(value);
  }

  private static Decimal decimal(String value) {
    return Decimal.apply(new BigDecimal(value));
  }
}
