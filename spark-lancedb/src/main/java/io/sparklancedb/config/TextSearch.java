package io.sparklancedb.config;

import java.util.List;
import java.util.Optional;

/**
 * A search for texts.
 *
 * @param columns empty for all that have an index of words
 */
public record TextSearch(String text, List<String> columns, Match match) {
  public TextSearch {
    columns = List.copyOf(columns);
  }

  /** Which texts are found. */
  public sealed interface Match {}

  /** Those with one of the words, or with all of them, or with words like these. */
  public record Words(Operator operator, Edits edits) implements Match {
    public static final Words ANY = new Words(Operator.OR, Edits.NONE);

    public Words withOperator(Operator other) {
      return new Words(other, edits);
    }

    public Words withEdits(int most) {
      return new Words(operator, new Edits(Optional.of(most)));
    }
  }

  /** Those with the words one behind the other. */
  public record Phrase() implements Match {}

  /** How many of the words. */
  public enum Operator {
    OR,
    AND
  }

  /**
   * How many letters of a word may differ.
   *
   * @param most empty to choose by the length of each word
   */
  public record Edits(Optional<Integer> most) {
    public static final Edits NONE = new Edits(Optional.of(0));
  }
}
