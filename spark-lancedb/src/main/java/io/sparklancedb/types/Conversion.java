package io.sparklancedb.types;

import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** How values of a Spark type become values of a table's field, without loss. */
public enum Conversion {
  NULLS,
  BOOLEAN,
  INTEGER,
  FLOATING,
  DECIMAL,
  STRING,
  BINARY,
  FIXED_SIZE_BINARY,
  UUID,
  DATE,
  TIMESTAMP,
  TIME,
  DURATION,
  VECTOR,
  ML_VECTOR,
  LIST,
  FIXED_SIZE_LIST,
  STRUCT,
  MAP;

  private static final int UNSIGNED_LONG_DIGITS = 20;

  /**
   * Looks at this level only: children are asked about one by one. Values that a narrower or
   * unsigned type of another writer may not hold are checked when they are written.
   */
  public static Optional<Conversion> of(DataType from, Field to) {
    return from instanceof NullType ? Optional.of(NULLS) : Optional.ofNullable(find(from, to));
  }

  private static Conversion find(DataType from, Field to) {
    ArrowType type = StorageType.of(to);
    return switch (type.getTypeID()) {
      case Bool -> when(from instanceof BooleanType, BOOLEAN);
      case Int -> toInteger(from, (ArrowType.Int) type);
      case FloatingPoint -> when(isExact(from, (ArrowType.FloatingPoint) type), FLOATING);
      case Decimal -> when(isHeld(from, (ArrowType.Decimal) type), DECIMAL);
      case Utf8, LargeUtf8 -> when(StringTypes.isString(from), STRING);
      case Binary, LargeBinary -> toBinary(from, to);
      case FixedSizeBinary -> toFixedSizeBinary(from, to);
      case Date -> when(from instanceof DateType, DATE);
      case Timestamp -> when(sameClock(from, (ArrowType.Timestamp) type), TIMESTAMP);
      case Time -> when(from instanceof LongType, TIME);
      case Duration -> when(from instanceof DayTimeIntervalType, DURATION);
      case FixedSizeList -> toFixedSizeList(from, to);
      case List, LargeList -> when(from instanceof ArrayType, LIST);
      case Struct -> when(from instanceof StructType, STRUCT);
      case Map -> when(from instanceof MapType, MAP);
      default -> null;
    };
  }

  private static Conversion when(boolean possible, Conversion conversion) {
    return possible ? conversion : null;
  }

  private static Conversion toInteger(DataType from, ArrowType.Int to) {
    if (!to.getIsSigned() && to.getBitWidth() == Long.SIZE && from instanceof DecimalType decimal) {
      return when(decimal.scale() == 0 && decimal.precision() <= UNSIGNED_LONG_DIGITS, INTEGER);
    }
    Integer bits = ScalarTypes.integerBits(from);
    int widest = to.getIsSigned() ? to.getBitWidth() : 2 * to.getBitWidth();
    return when(bits != null && bits <= widest, INTEGER);
  }

  private static boolean isExact(DataType from, ArrowType.FloatingPoint to) {
    boolean isByte = from instanceof ByteType;
    boolean small = isByte || from instanceof ShortType || from instanceof FloatType;
    return switch (to.getPrecision()) {
      case HALF -> isByte || from instanceof FloatType;
      case SINGLE -> small;
      case DOUBLE -> small || from instanceof IntegerType || from instanceof DoubleType;
    };
  }

  private static boolean isHeld(DataType from, ArrowType.Decimal to) {
    int wholeDigits = to.getPrecision() - to.getScale();
    if (from instanceof DecimalType decimal) {
      return decimal.scale() <= to.getScale()
          && decimal.precision() - decimal.scale() <= wholeDigits;
    }
    Integer bits = ScalarTypes.integerBits(from);
    return bits != null && decimalDigits(bits) <= wholeDigits;
  }

  private static int decimalDigits(int bits) {
    return switch (bits) {
      case Byte.SIZE -> 3;
      case Short.SIZE -> 5;
      case Integer.SIZE -> 10;
      default -> 19;
    };
  }

  private static Conversion toBinary(DataType from, Field to) {
    return LanceExtension.of(to) == LanceExtension.JSON
        ? when(StringTypes.isString(from), STRING)
        : when(from instanceof BinaryType, BINARY);
  }

  private static Conversion toFixedSizeBinary(DataType from, Field to) {
    if (LanceExtension.of(to) == LanceExtension.UUID) {
      return when(StringTypes.isString(from), UUID);
    }
    return when(from instanceof BinaryType, FIXED_SIZE_BINARY);
  }

  private static boolean sameClock(DataType from, ArrowType.Timestamp to) {
    return to.getTimezone() == null
        ? from instanceof TimestampNTZType
        : from instanceof TimestampType;
  }

  private static Conversion toFixedSizeList(DataType from, Field to) {
    if (!(from instanceof ArrayType array)) {
      return when(MlVectors.is(from) && VectorType.of(to).isPresent(), ML_VECTOR);
    }
    return VectorType.of(to).isPresent()
        ? when(isOfVector(array.elementType(), to.getChildren().get(0)), VECTOR)
        : FIXED_SIZE_LIST;
  }

  /** Floats and doubles are rounded to the vector's elements; of whole numbers none is changed. */
  private static boolean isOfVector(DataType from, Field to) {
    return from instanceof FloatType
        || from instanceof DoubleType
        || isExact(from, (ArrowType.FloatingPoint) to.getType());
  }
}
