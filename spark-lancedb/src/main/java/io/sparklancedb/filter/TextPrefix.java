package io.sparklancedb.filter;

import java.util.List;
import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What begins with a text, as a range of texts. Not starts_with(): a B-Tree of Lance 7.0.0 takes a
 * % or _ in its argument for a wildcard. UTF-8 orders its bytes as it orders its characters.
 */
final class TextPrefix {
  private TextPrefix() {}

  /** Empty when the prefix is not UTF-8. */
  static Optional<SqlCondition> condition(String column, UTF8String prefix, Polarity polarity) {
    Optional<String> first = SqlLiteral.string(prefix);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    boolean inside = polarity == Polarity.TRUE;
    SqlCondition low = SqlCondition.of(column + (inside ? " >= " : " < ") + first.get());
    Optional<SqlCondition> high =
        successor(prefix.toString())
            .flatMap(text -> SqlLiteral.string(UTF8String.fromString(text)))
            .map(end -> SqlCondition.of(column + (inside ? " < " : " >= ") + end));
    if (high.isEmpty()) {
      return Optional.of(low);
    }
    List<SqlCondition> bounds = List.of(low, high.get());
    return Optional.of(inside ? SqlCondition.and(bounds) : SqlCondition.or(bounds));
  }

  /** The smallest text above everything that begins with the prefix; empty when there is none. */
  private static Optional<String> successor(String prefix) {
    int end = prefix.length();
    while (end > 0 && prefix.codePointBefore(end) == Character.MAX_CODE_POINT) {
      end -= 2;
    }
    if (end == 0) {
      return Optional.empty();
    }
    int last = prefix.codePointBefore(end);
    String kept = prefix.substring(0, end - Character.charCount(last));
    // The characters from here to U+E000 are halves of surrogate pairs, no text of their own.
    int next = last == Character.MIN_SURROGATE - 1 ? Character.MAX_SURROGATE + 1 : last + 1;
    return Optional.of(kept + Character.toString(next));
  }
}
