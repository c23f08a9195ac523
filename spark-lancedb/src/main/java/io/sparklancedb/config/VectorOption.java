package io.sparklancedb.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code vector.<column>} says.
 *
 * @param dimension values in each vector, at least 1
 * @param elementBits 16, 32 or 64; empty when the option leaves it to the DataFrame's own element
 *     type
 */
public record VectorOption(int dimension, Optional<Integer> elementBits) {
  /** A dimension, with or without an element type. */
  record Type() implements ValueType<VectorOption> {
    private static final Pattern TEXT = Pattern.compile("0*([1-9]\\d{0,8})(?::float(16|32|64))?");

    @Override
    public Optional<VectorOption> parse(String text) {
      Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
      return matcher.matches()
          ? Optional.of(
              new VectorOption(
                  Integer.parseInt(matcher.group(1)),
                  Optional.ofNullable(matcher.group(2)).map(Integer::valueOf)))
          : Optional.empty();
    }

    @Override
    public String expected() {
      return "a dimension such as '768', or a dimension and an element type such as '768:float16' (float16, float32 or float64)";
    }
  }
}
