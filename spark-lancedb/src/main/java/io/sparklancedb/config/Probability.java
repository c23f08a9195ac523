package io.sparklancedb.config;

import java.util.Optional;

/** A number between 0 and 1, neither of them. */
record Probability() implements ValueType<Double> {
  @Override
  public Optional<Double> parse(String text) {
    try {
      return Optional.of(Double.valueOf(text.strip())).filter(value -> value > 0 && value < 1);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public String expected() {
    return "a number between 0 and 1 such as '0.001'";
  }
}
