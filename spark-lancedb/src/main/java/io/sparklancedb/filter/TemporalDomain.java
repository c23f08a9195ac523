package io.sparklancedb.filter;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DayTimeIntervalType;

/**
 * Dates, times, timestamps and durations: counts of a unit, which Spark reads as days or
 * microseconds, rounding finer units down.
 */
final class TemporalDomain {
  private static final long MILLIS_PER_DAY = 86_400_000;
  private static final Pattern PLAIN_ZONE = Pattern.compile("[A-Za-z0-9_/+:-]+");

  private TemporalDomain() {}

  static Optional<ColumnDomain> of(ArrowType type) {
    return switch (type.getTypeID()) {
      case Date -> Optional.of(dates((ArrowType.Date) type));
      case Timestamp -> timestamps((ArrowType.Timestamp) type);
      case Time -> Optional.of(times((ArrowType.Time) type));
      case Duration -> {
        TimeUnit unit = ((ArrowType.Duration) type).getUnit();
        yield Optional.of(
            micros(DayTimeIntervalType.class::isInstance, unit, "Duration(" + name(unit) + ")"));
      }
      default -> Optional.empty();
    };
  }

  private static ColumnDomain dates(ArrowType.Date type) {
    return type.getUnit() == DateUnit.DAY
        ? domain(DataTypes.DateType::equals, UnitScale.SAME, "Date32")
        : domain(DataTypes.DateType::equals, new UnitScale(1, MILLIS_PER_DAY), "Date64");
  }

  private static Optional<ColumnDomain> timestamps(ArrowType.Timestamp type) {
    String unit = name(type.getUnit());
    String zone = type.getTimezone();
    if (zone == null || zone.isEmpty()) {
      return Optional.of(
          micros(
              DataTypes.TimestampNTZType::equals, type.getUnit(), "Timestamp(" + unit + ", None)"));
    }
    if (!PLAIN_ZONE.matcher(zone).matches()) {
      return Optional.empty();
    }
    // In the column's own zone: Lance converts between zones by casting the column, past its index.
    String arrowType = "Timestamp(" + unit + ", Some(\"" + zone + "\"))";
    return Optional.of(micros(DataTypes.TimestampType::equals, type.getUnit(), arrowType));
  }

  private static ColumnDomain times(ArrowType.Time type) {
    String arrowType = "Time" + type.getBitWidth() + "(" + name(type.getUnit()) + ")";
    return micros(DataTypes.LongType::equals, type.getUnit(), arrowType);
  }

  private static ColumnDomain micros(Predicate<DataType> holds, TimeUnit unit, String arrowType) {
    return domain(holds, UnitScale.ofMicros(unit), arrowType);
  }

  private static ColumnDomain domain(Predicate<DataType> holds, UnitScale scale, String arrowType) {
    return new ColumnDomain(
        holds,
        value ->
            scale
                .stored(((Number) value).longValue())
                .filter(counts -> fits(counts, arrowType))
                .map(
                    counts ->
                        new StoredRange(
                            SqlLiteral.cast(counts.low(), arrowType),
                            SqlLiteral.cast(counts.high(), arrowType))));
  }

  private static boolean fits(UnitScale.Counts counts, String arrowType) {
    return !arrowType.startsWith("Time32")
        || counts.low() == (int) counts.low() && counts.high() == (int) counts.high();
  }

  private static String name(TimeUnit unit) {
    return switch (unit) {
      case SECOND -> "Second";
      case MILLISECOND -> "Millisecond";
      case MICROSECOND -> "Microsecond";
      case NANOSECOND -> "Nanosecond";
    };
  }
}
