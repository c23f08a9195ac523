package io.sparklancedb.config;

import static io.sparklancedb.config.OptionGroup.SEARCH;

import io.sparklancedb.error.SearchErrors;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A search of texts. */
final class TextSearchOptions {
  static final Option<Optional<String>> QUERY_TEXT =
      SEARCH.option(
          "query_text",
          new Words().orElseUse("none"),
          "Returns the rows whose texts fit these words best, the best first, with their scores.");
  private static final Option<Optional<List<String>>> COLUMNS =
      SEARCH.option(
          "text_columns",
          new ColumnNames().orElseUse("all that have an index of words"),
          "The columns of texts, or their paths in structs.");
  private static final Option<Optional<TextSearch.Operator>> OPERATOR =
      SEARCH.option(
          "text_operator",
          Choice.of(TextSearch.Operator.class).orElseUse("'or'"),
          "Whether a text must have one of the words, or all.");
  private static final Option<Optional<TextSearch.Edits>> FUZZINESS =
      SEARCH.option(
          "fuzziness",
          new EditsText().orElseUse("'0'"),
          "How many letters of a word may differ; `auto` for as many as suits its length.");
  private static final Option<String> PHRASE =
      SEARCH.option(
          "phrase",
          Choice.of("false", "true").orElse("false"),
          "Whether the words must stand one behind the other; needs an index `fts(with_position=true)`.");

  /** Those that do nothing without a text. */
  static final List<Option<?>> DETAILS = List.of(COLUMNS, OPERATOR, FUZZINESS, PHRASE);

  private TextSearchOptions() {}

  static Optional<TextSearch> search(Map<String, String> written) {
    return QUERY_TEXT
        .in(written)
        .map(text -> new TextSearch(text, COLUMNS.in(written).orElse(List.of()), match(written)));
  }

  private static TextSearch.Match match(Map<String, String> written) {
    if (PHRASE.in(written).equals("true")) {
      List.of(OPERATOR, FUZZINESS).stream()
          .filter(option -> option.isGivenIn(written))
          .findFirst()
          .ifPresent(
              option -> {
                throw SearchErrors.contradiction("phrase' = 'true", option.key().text());
              });
      return new TextSearch.Phrase();
    }
    return new TextSearch.Words(
        OPERATOR.in(written).orElse(TextSearch.Operator.OR),
        FUZZINESS.in(written).orElse(TextSearch.Edits.NONE));
  }

  private record Words() implements ValueType<String> {
    @Override
    public Optional<String> parse(String text) {
      return Optional.of(text).filter(words -> !words.isBlank());
    }

    @Override
    public String expected() {
      return "words";
    }
  }

  private record EditsText() implements ValueType<TextSearch.Edits> {
    private static final Choice<String> WORDS = Choice.of("0", "1", "2", "auto");

    @Override
    public Optional<TextSearch.Edits> parse(String text) {
      return WORDS
          .parse(text)
          .map(
              word ->
                  new TextSearch.Edits(
                      Optional.of(word).filter(w -> !w.equals("auto")).map(Integer::valueOf)));
    }

    @Override
    public String expected() {
      return WORDS.expected();
    }
  }
}
