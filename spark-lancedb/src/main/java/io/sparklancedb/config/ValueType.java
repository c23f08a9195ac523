package io.sparklancedb.config;

import java.util.Optional;

/** How text becomes the value of an option, and how such a value is spoken of. */
interface ValueType<T> {
  /** Returns the value, or empty for text that is none. */
  Optional<T> parse(String text);

  /** What to write, to stand behind "expected"; texts to write in single quotes. */
  String expected();

  /** As {@link #expected}, to one who has written text that is no value. */
  default String expectedInsteadOf(String text) {
    return expected();
  }

  /** The value as a user writes it. */
  default String text(T value) {
    return value.toString();
  }

  /** As {@link #text}, in a sentence: a word stands in quotes there. */
  default String inSentence(T value) {
    return text(value);
  }

  /** All values, this one first; texts to write in single quotes. */
  default String describedFrom(T first) {
    return "'" + text(first) + "', or " + expected();
  }

  /** An option that is this value when it is left out. */
  default OptionValue<T> orElse(T fallback) {
    return new OptionValue.WithDefault<>(this, fallback);
  }

  /**
   * An option that may be left out.
   *
   * @param otherwise what is used then, to stand behind "use"
   */
  default OptionValue<Optional<T>> orElseUse(String otherwise) {
    return new OptionValue.OrElse<>(this, otherwise);
  }
}
