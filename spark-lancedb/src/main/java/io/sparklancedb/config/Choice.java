package io.sparklancedb.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One of a few values, each written as a word, in any case.
 *
 * @param values at least two
 * @param word for each value another
 */
record Choice<T>(List<T> values, Function<T, String> word) implements ValueType<T> {
  Choice {
    values = List.copyOf(values);
  }

  /** One of the constants, by their names. */
  static <E extends Enum<E>> Choice<E> of(Class<E> constants) {
    return new Choice<>(
        Arrays.asList(constants.getEnumConstants()),
        value -> value.name().toLowerCase(Locale.ROOT));
  }

  static Choice<String> of(String... words) {
    return new Choice<>(Arrays.asList(words), Function.identity());
  }

  @Override
  public Optional<T> parse(String text) {
    String stripped = text.strip();
    return values.stream().filter(v -> word.apply(v).equalsIgnoreCase(stripped)).findFirst();
  }

  @Override
  public String expected() {
    return oneOf(values);
  }

  @Override
  public String text(T value) {
    return word.apply(value);
  }

  @Override
  public String inSentence(T value) {
    return "'" + text(value) + "'";
  }

  @Override
  public String describedFrom(T first) {
    Stream<T> others = values.stream().filter(value -> !value.equals(first));
    return oneOf(Stream.concat(Stream.of(first), others).toList());
  }

  private String oneOf(List<T> ordered) {
    int last = ordered.size() - 1;
    return ordered.subList(0, last).stream().map(this::inSentence).collect(Collectors.joining(", "))
        + " or "
        + inSentence(ordered.get(last));
  }
}
