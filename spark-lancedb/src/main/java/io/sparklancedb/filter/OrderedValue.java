package io.sparklancedb.filter;

import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.types.UTF8String;

/** A value in the order in which Spark compares values of its type. */
public record OrderedValue(Comparable<?> value) implements Comparable<OrderedValue> {
  /**
   * @param internal as Spark holds it; what is text is kept and not copied
   * @return empty for null, and for types whose order is not known here
   */
  public static Optional<OrderedValue> of(Object internal, DataType type) {
    return internal == null
        ? Optional.empty()
        : Optional.ofNullable(comparable(internal, type)).map(OrderedValue::new);
  }

  private static Comparable<?> comparable(Object value, DataType type) {
    if (type.equals(DataTypes.StringType)) {
      return (UTF8String) value;
    }
    if (type instanceof BinaryType) {
      // Both are ordered by their bytes, without signs.
      return UTF8String.fromBytes((byte[]) value);
    }
    if (type.equals(DataTypes.BooleanType)) {
      return (Boolean) value;
    }
    if (type.equals(DataTypes.FloatType) || type.equals(DataTypes.DoubleType)) {
      // One zero. Java's order has one NaN, above all, as Spark's.
      return ((Number) value).doubleValue() + 0.0;
    }
    if (type instanceof DecimalType) {
      return ((Decimal) value).toJavaBigDecimal();
    }
    return isCount(type) ? (Comparable<?>) (Long) ((Number) value).longValue() : null;
  }

  private static boolean isCount(DataType type) {
    return type.equals(DataTypes.ByteType)
        || type.equals(DataTypes.ShortType)
        || type.equals(DataTypes.IntegerType)
        || type.equals(DataTypes.LongType)
        || type.equals(DataTypes.DateType)
        || type.equals(DataTypes.TimestampType)
        || type.equals(DataTypes.TimestampNTZType)
        || type instanceof DayTimeIntervalType;
  }

  public boolean isNaN() {
    return value instanceof Double number && number.isNaN();
  }

  boolean startsWith(OrderedValue prefix) {
    return value instanceof UTF8String text && text.startsWith((UTF8String) prefix.value);
  }

  /** Text is compared by its bytes here: Spark 4.0 lets its own order of text throw in tests. */
  @Override
  @SuppressWarnings("unchecked") // Values of one type are compared with each other alone.
  public int compareTo(OrderedValue other) {
    return value instanceof UTF8String text
        ? Arrays.compareUnsigned(text.getBytes(), ((UTF8String) other.value).getBytes())
        : ((Comparable<Object>) value).compareTo(other.value);
  }
}
