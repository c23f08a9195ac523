package io.sparklancedb.config;

import java.util.Optional;

/**
 * Any text.
 *
 * @param expected what it is, such as {@code a column}
 */
record Text(String expected) implements ValueType<String> {
  @Override
  public Optional<String> parse(String text) {
    return Optional.of(text);
  }
}
