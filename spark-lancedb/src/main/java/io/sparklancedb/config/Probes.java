package io.sparklancedb.config;

/**
 * How many parts of a vector index are searched.
 *
 * @param fewest at least 1
 * @param most up to so many are, while rows are missing
 */
public record Probes(int fewest, int most) {
  /** As LanceDB has it; lance-core's own is to search all parts. */
  public static final Probes DEFAULT = of(20);

  /**
   * Where a condition leaves few rows, the nearest are in any of the parts: of 20 in 141 those that
   * meet a condition of one row in 50 are found by 0.91, and of one in 500 by 0.48.
   */
  public static final Probes ALL = of(Integer.MAX_VALUE);

  public static Probes of(int parts) {
    return new Probes(parts, parts);
  }

  @Override
  public String toString() {
    if (equals(ALL)) {
      return "all";
    }
    return fewest == most ? Integer.toString(fewest) : fewest + " to " + most;
  }
}
