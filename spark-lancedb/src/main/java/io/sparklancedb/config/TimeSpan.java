package io.sparklancedb.config;

import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long something takes, with its unit: {@code 30s}, {@code 10m}, {@code 12h}, {@code 7d}. A
 * number alone has none, and is no time.
 */
record TimeSpan(Duration least, Duration most) implements ValueType<Duration> {
  private static final Pattern WRITTEN = Pattern.compile("([0-9]+)\\s*([a-z]+)");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "min", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  @Override
  public Optional<Duration> parse(String text) {
    Matcher written = WRITTEN.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!written.matches() || !UNITS.containsKey(written.group(2))) {
      return Optional.empty();
    }
    BigInteger unitSeconds =
        BigInteger.valueOf(UNITS.get(written.group(2)).getDuration().toSeconds());
    BigInteger seconds = new BigInteger(written.group(1)).multiply(unitSeconds);
    boolean isWithin =
        seconds.compareTo(BigInteger.valueOf(least.toSeconds())) >= 0
            && seconds.compareTo(BigInteger.valueOf(most.toSeconds())) <= 0;
    return isWithin ? Optional.of(Duration.ofSeconds(seconds.longValueExact())) : Optional.empty();
  }

  @Override
  public String expected() {
    return "a time from '%s' to '%s' with its unit, such as '30s', '10m' or '2h'"
        .formatted(text(least), text(most));
  }

  @Override
  public String text(Duration span) {
    long seconds = span.toSeconds();
    for (String unit : new String[] {"d", "h", "m"}) {
      long ofUnit = UNITS.get(unit).getDuration().toSeconds();
      if (seconds % ofUnit == 0) {
        return seconds / ofUnit + unit;
      }
    }
    return seconds + "s";
  }
}
