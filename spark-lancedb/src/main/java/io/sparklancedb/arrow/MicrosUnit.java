package io.sparklancedb.arrow;

import org.apache.arrow.vector.types.TimeUnit;

/**
 * An Arrow time unit and Spark's microseconds.
 *
 * @param micros microseconds of one unit; 1 for units shorter than that
 * @param perMicro units of one microsecond; 1 for units longer than that
 */
public record MicrosUnit(long micros, long perMicro) {
  public static MicrosUnit of(TimeUnit unit) {
    return switch (unit) {
      case SECOND -> new MicrosUnit(1_000_000, 1);
      case MILLISECOND -> new MicrosUnit(1_000, 1);
      case MICROSECOND -> new MicrosUnit(1, 1);
      case NANOSECOND -> new MicrosUnit(1, 1_000);
    };
  }

  /** Rounds down, and wraps around, where the unit does not hold the value: check by going back. */
  public long fromMicros(long value) {
    return micros > 1 ? Math.floorDiv(value, micros) : value * perMicro;
  }

  /** Nanoseconds round down; an {@link ArithmeticException} when Spark has no such instant. */
  public long toMicros(long value) {
    return perMicro > 1 ? Math.floorDiv(value, perMicro) : Math.multiplyExact(value, micros);
  }
}
