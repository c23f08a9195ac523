package io.sparklancedb.filter;

import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The values of a column type that Lance can compare as Spark does.
 *
 * @param holds whether literals of a Spark type are values of the column as Spark reads it
 * @param operands a literal's internal value in terms of what is stored
 */
record ColumnDomain(Predicate<DataType> holds, Function<Object, Optional<Operand>> operands) {
  private static final BigInteger UNSIGNED_LONG_MAX =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  static Optional<ColumnDomain> of(ArrowType type) {
    return switch (type.getTypeID()) {
      case Bool -> exact(DataTypes.BooleanType, value -> Optional.of(value.toString()));
      case Int -> Optional.of(integers((ArrowType.Int) type));
      case FloatingPoint -> Optional.of(floats((ArrowType.FloatingPoint) type));
      case Utf8, LargeUtf8 ->
          exact(DataTypes.StringType, value -> SqlLiteral.string((UTF8String) value));
      case Binary, LargeBinary ->
          exact(DataTypes.BinaryType, value -> Optional.of(SqlLiteral.binary((byte[]) value)));
      case FixedSizeBinary ->
          exact(
              DataTypes.BinaryType,
              value -> fixedSizeBinary((byte[]) value, (ArrowType.FixedSizeBinary) type));
      case Decimal -> decimals((ArrowType.Decimal) type);
      default -> TemporalDomain.of(type);
    };
  }

  private static Optional<ColumnDomain> exact(
      DataType sparkType, Function<Object, Optional<String>> literal) {
    return Optional.of(
        new ColumnDomain(
            sparkType::equals, value -> literal.apply(value).map(StoredRange::exactly)));
  }

  private static ColumnDomain integers(ArrowType.Int type) {
    if (!type.getIsSigned()) {
      return unsignedIntegers(type.getBitWidth());
    }
    DataType sparkType =
        switch (type.getBitWidth()) {
          case 8 -> DataTypes.ByteType;
          case 16 -> DataTypes.ShortType;
          case 32 -> DataTypes.IntegerType;
          default -> DataTypes.LongType;
        };
    return exact(sparkType, value -> Optional.of(SqlLiteral.integer(((Number) value).longValue())))
        .orElseThrow();
  }

  /** Read as the next wider signed type; Lance refuses a literal outside of the stored type. */
  private static ColumnDomain unsignedIntegers(int bits) {
    if (bits == 64) {
      return new ColumnDomain(
          new DecimalType(20, 0)::equals,
          value -> unsignedLong((Decimal) value).map(StoredRange::exactly));
    }
    DataType sparkType =
        switch (bits) {
          case 8 -> DataTypes.ShortType;
          case 16 -> DataTypes.IntegerType;
          default -> DataTypes.LongType;
        };
    long max = (1L << bits) - 1;
    return exact(
            sparkType,
            value -> {
              long number = ((Number) value).longValue();
              return number >= 0 && number <= max
                  ? Optional.of(SqlLiteral.integer(number))
                  : Optional.empty();
            })
        .orElseThrow();
  }

  private static Optional<String> unsignedLong(Decimal value) {
    BigInteger number = value.toJavaBigDecimal().toBigInteger();
    return number.signum() >= 0 && number.compareTo(UNSIGNED_LONG_MAX) <= 0
        ? Optional.of(SqlLiteral.unsignedLong(number))
        : Optional.empty();
  }

  private static ColumnDomain floats(ArrowType.FloatingPoint type) {
    DataType sparkType =
        type.getPrecision() == FloatingPointPrecision.DOUBLE
            ? DataTypes.DoubleType
            : DataTypes.FloatType;
    return new ColumnDomain(
        sparkType::equals, value -> Optional.of(new StoredFloat(((Number) value).doubleValue())));
  }

  private static Optional<String> fixedSizeBinary(byte[] value, ArrowType.FixedSizeBinary type) {
    return value.length == type.getByteWidth()
        ? Optional.of(SqlLiteral.binary(value))
        : Optional.empty();
  }

  private static Optional<ColumnDomain> decimals(ArrowType.Decimal type) {
    if (type.getBitWidth() != 128) {
      return Optional.empty();
    }
    return Optional.of(
        new ColumnDomain(
            DecimalType.class::isInstance,
            value ->
                SqlLiteral.decimal((Decimal) value, type.getPrecision(), type.getScale())
                    .map(StoredRange::exactly)));
  }
}
