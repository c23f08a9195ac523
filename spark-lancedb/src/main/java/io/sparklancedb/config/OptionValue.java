package io.sparklancedb.config;

import io.sparklancedb.error.OptionErrors;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an option is when it is given, and when it is left out.
 *
 * @param <T> of the value, be it given or left out
 */
sealed interface OptionValue<T> {
  /**
   * @param written by keys that are compared without regard to case
   */
  T in(OptionKey key, Map<String, String> written);

  /** What may stand there, what leaving it out means first; texts to write in single quotes. */
  String described();

  /**
   * It cannot be left out.
   *
   * @param expected what to set it to
   */
  record Required(String expected) implements OptionValue<String> {
    @Override
    public String in(OptionKey key, Map<String, String> written) {
      String text = written.get(key.text());
      if (text == null || text.isBlank()) {
        throw OptionErrors.missing(key.text(), expected);
      }
      return text;
    }

    @Override
    public String described() {
      return "required";
    }
  }

  /** Left out, it is a value that could have been written. */
  record WithDefault<T>(ValueType<T> type, T fallback) implements OptionValue<T> {
    @Override
    public T in(OptionKey key, Map<String, String> written) {
      return Optional.ofNullable(written.get(key.text()))
          .map(text -> parse(key.text(), text, type, type.inSentence(fallback)))
          .orElse(fallback);
    }

    @Override
    public String described() {
      return type.describedFrom(fallback);
    }
  }

  /**
   * Left out, something else decides.
   *
   * @param otherwise what is used then, to stand behind "use"
   */
  record OrElse<T>(ValueType<T> type, String otherwise) implements OptionValue<Optional<T>> {
    @Override
    public Optional<T> in(OptionKey key, Map<String, String> written) {
      return Optional.ofNullable(written.get(key.text()))
          .map(text -> parse(key.text(), text, type, otherwise));
    }

    @Override
    public String described() {
      return otherwise + ", or " + type.expected();
    }
  }

  /**
   * Those of a family that are given, by their names without the family's.
   *
   * @param otherwise what is used for a name that is not given, to stand behind "use"
   */
  record Members<T>(ValueType<T> type, String otherwise) implements OptionValue<Map<String, T>> {
    @Override
    public Map<String, T> in(OptionKey key, Map<String, String> written) {
      Map<String, T> members = new HashMap<>();
      written.forEach(
          (given, text) -> {
            if (key.covers(given)) {
              String name = given.substring(key.text().length());
              members.put(name, parse(key.of(name), text, type, otherwise));
            }
          });
      return members;
    }

    @Override
    public String described() {
      return otherwise + ", or " + type.expected();
    }
  }

  private static <T> T parse(String key, String text, ValueType<T> type, String otherwise) {
    return type.parse(text)
        .orElseThrow(
            () -> OptionErrors.badValue(key, text, type.expectedInsteadOf(text), otherwise));
  }
}
