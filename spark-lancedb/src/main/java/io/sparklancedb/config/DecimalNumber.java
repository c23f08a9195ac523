package io.sparklancedb.config;

import java.util.Optional;

/** A finite number that a float holds. */
record DecimalNumber() implements ValueType<Float> {
  @Override
  public Optional<Float> parse(String text) {
    try {
      return Optional.of(Float.valueOf(text.strip())).filter(Float::isFinite);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public String expected() {
    return "a finite number such as '0.5'";
  }
}
