package io.sparklancedb.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A vector as JSON writes it, each value one that a float holds. */
record VectorText() implements ValueType<List<Float>> {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)(?i:e[+-]?\\d+)?");

  @Override
  public Optional<List<Float>> parse(String text) {
    String list = text.strip();
    if (list.length() < 2 || !list.startsWith("[") || !list.endsWith("]")) {
      return Optional.empty();
    }
    List<Float> values = new ArrayList<>();
    for (String part : list.substring(1, list.length() - 1).split(",", -1)) {
      String number = part.strip();
      float value = NUMBER.matcher(number).matches() ? Float.parseFloat(number) : Float.NaN;
      if (!Float.isFinite(value)) {
        return Optional.empty();
      }
      values.add(value);
    }
    return Optional.of(List.copyOf(values));
  }

  @Override
  public String expected() {
    return "a list of finite numbers such as '[0.1, 0.2]'";
  }

  @Override
  public String expectedInsteadOf(String text) {
    return expected() + "; of a numpy array, a tensor or a vector of Spark ML use .tolist()";
  }
}
