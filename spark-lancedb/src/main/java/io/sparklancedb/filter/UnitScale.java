package io.sparklancedb.filter;

import java.util.Optional;
import org.apache.arrow.vector.types.TimeUnit;

/**
 * How a stored unit relates to the one that Spark reads. One of the two numbers is 1.
 *
 * @param readPerStored units that Spark reads in one stored unit
 * @param storedPerRead stored units in one unit that Spark reads
 */
record UnitScale(long readPerStored, long storedPerRead) {
  static final UnitScale SAME = new UnitScale(1, 1);

  static UnitScale ofMicros(TimeUnit unit) {
    return switch (unit) {
      case SECOND -> new UnitScale(1_000_000, 1);
      case MILLISECOND -> new UnitScale(1_000, 1);
      case MICROSECOND -> SAME;
      case NANOSECOND -> new UnitScale(1, 1_000);
    };
  }

  /** The stored counts that are read as this value; empty when they are too large to be written. */
  Optional<Counts> stored(long read) {
    if (storedPerRead > 1
        && (read >= Long.MAX_VALUE / storedPerRead || read <= Long.MIN_VALUE / storedPerRead)) {
      return Optional.empty();
    }
    long low = Math.floorDiv(read, readPerStored) * storedPerRead;
    boolean between = Math.floorMod(read, readPerStored) != 0;
    return Optional.of(
        between ? new Counts(low + 1, low) : new Counts(low, low + storedPerRead - 1));
  }

  /** From low to high; see {@link StoredRange} for a low above the high. */
  record Counts(long low, long high) {}
}
