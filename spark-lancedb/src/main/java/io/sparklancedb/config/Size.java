package io.sparklancedb.config;

import java.util.Optional;
import org.apache.spark.network.util.JavaUtils;

/**
 * A number of bytes as Spark reads it: {@code 64m}, {@code 1g}; a number alone is bytes.
 *
 * @param least the fewest bytes, at least 1
 */
record Size(long least) implements ValueType<Long> {
  private static final String UNITS = "kmgtp";

  @Override
  public Optional<Long> parse(String text) {
    try {
      return Optional.of(JavaUtils.byteStringAsBytes(text.strip())).filter(n -> n >= least);
    } catch (IllegalArgumentException e) {
      // No number, no unit of Spark's, or more than a long holds.
      return Optional.empty();
    }
  }

  @Override
  public String expected() {
    String bound = least > 1 ? " of at least '" + text(least) + "'," : "";
    return "a size" + bound + " such as '64m' or '1g'";
  }

  @Override
  public String text(Long bytes) {
    long rest = bytes;
    int unit = -1;
    while (rest > 0 && rest % 1024 == 0 && unit + 1 < UNITS.length()) {
      rest /= 1024;
      unit++;
    }
    return unit < 0 ? Long.toString(rest) : rest + UNITS.substring(unit, unit + 1);
  }
}
