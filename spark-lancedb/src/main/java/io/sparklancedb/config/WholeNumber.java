package io.sparklancedb.config;

import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A whole number within bounds, in decimal digits.
 *
 * @param exact makes the value of a number within the bounds
 */
record WholeNumber<T extends Number>(long least, long most, Function<BigInteger, T> exact)
    implements ValueType<T> {
  private static final Pattern DIGITS = Pattern.compile("[+-]?[0-9]+");

  static WholeNumber<Integer> ofAtLeast(int least) {
    return new WholeNumber<>(least, Integer.MAX_VALUE, BigInteger::intValueExact);
  }

  static WholeNumber<Long> longOfAtLeast(long least) {
    return new WholeNumber<>(least, Long.MAX_VALUE, BigInteger::longValueExact);
  }

  @Override
  public Optional<T> parse(String text) {
    return number(text)
        .filter(number -> number.compareTo(BigInteger.valueOf(least)) >= 0 && !isTooMuch(number))
        .map(exact);
  }

  @Override
  public String expected() {
    return "a whole number of at least " + least;
  }

  @Override
  public String expectedInsteadOf(String text) {
    return number(text).filter(this::isTooMuch).isPresent()
        ? "a whole number of at most " + most
        : expected();
  }

  private boolean isTooMuch(BigInteger number) {
    return number.compareTo(BigInteger.valueOf(most)) > 0;
  }

  private static Optional<BigInteger> number(String text) {
    return Optional.of(text.strip()).filter(DIGITS.asMatchPredicate()).map(BigInteger::new);
  }
}
