package io.sparklancedb.config;

import static io.sparklancedb.config.OptionGroup.SEARCH;

import io.sparklancedb.error.OptionErrors;
import io.sparklancedb.error.SearchErrors;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A read that ranks rows. */
final class SearchOptions {
  private static final int DEFAULT_LIMIT = 10;
  private static final String ANY_QUERY = "query_vector' or 'query_text";
  private static final ValueType<Integer> ROWS =
      new WholeNumber<>(1, SearchConfig.MOST_ROWS, BigInteger::intValueExact);

  private enum Kind {
    VECTOR,
    FTS,
    HYBRID
  }

  private static final Option<Optional<Kind>> QUERY_TYPE =
      SEARCH.option(
          "query_type",
          Choice.of(Kind.class).orElseUse("what the query needs"),
          "By what rows are ranked. `hybrid` fuses a search by vector and one of texts.");
  private static final Option<Integer> LIMIT =
      SEARCH.option(
          "limit", ROWS.orElse(DEFAULT_LIMIT), "The most rows that a search returns, up to 10000.");
  private static final Option<Optional<String>> WHERE =
      SEARCH.option(
          "where",
          new Text("a condition").orElseUse("all rows"),
          "Only rows that meet this condition in Spark's SQL are ranked. A filter of the DataFrame comes after the search.");
  private static final Option<Optional<Integer>> CANDIDATES =
      SEARCH.option(
          "candidates",
          ROWS.orElseUse("four times 'limit', and at least 100"),
          "How many rows of each list a hybrid search fuses.");
  private static final Option<Optional<Integer>> RRF_K =
      SEARCH.option(
          "rrf_k",
          WholeNumber.ofAtLeast(1).orElseUse(Integer.toString(Fusion.DEFAULT_RRF_K)),
          "A row counts `1 / (rrf_k + place)` in each list of a hybrid search, from place 0.");

  private static final List<Option<?>> OF_BOTH = List.of(CANDIDATES, RRF_K);

  static final List<Option<?>> ALL =
      Stream.of(
              List.<Option<?>>of(
                  VectorSearchOptions.QUERY_VECTOR,
                  TextSearchOptions.QUERY_TEXT,
                  QUERY_TYPE,
                  LIMIT,
                  WHERE),
              VectorSearchOptions.DETAILS,
              TextSearchOptions.DETAILS,
              OF_BOTH)
          .<Option<?>>flatMap(List::stream)
          .toList();

  private SearchOptions() {}

  /** Empty for a read that searches nothing. */
  static Optional<SearchConfig> config(Map<String, String> written) {
    if (firstGiven(ALL, written).isEmpty()) {
      return Optional.empty();
    }
    Optional<VectorSearch> vector = VectorSearchOptions.search(written);
    Optional<TextSearch> text = TextSearchOptions.search(written);
    requireFor(vector.isPresent(), VectorSearchOptions.DETAILS, "query_vector", written);
    requireFor(text.isPresent(), TextSearchOptions.DETAILS, "query_text", written);
    requireFor(vector.isPresent(), OF_BOTH, "query_vector", written);
    requireFor(text.isPresent(), OF_BOTH, "query_text", written);
    requireFor(vector.isPresent() || text.isPresent(), ALL, ANY_QUERY, written);
    requireKind(vector.isPresent(), text.isPresent(), written);
    return Optional.of(
        new SearchConfig(query(vector, text, written), LIMIT.in(written), WHERE.in(written)));
  }

  /** The first option of a search that is given. */
  static Optional<String> firstGiven(Map<String, String> written) {
    return firstGiven(ALL, written);
  }

  private static Optional<String> firstGiven(List<Option<?>> options, Map<String, String> written) {
    return options.stream()
        .filter(option -> option.isGivenIn(written))
        .map(option -> option.key().text())
        .findFirst();
  }

  private static void requireFor(
      boolean isSearched, List<Option<?>> options, String query, Map<String, String> written) {
    if (!isSearched) {
      firstGiven(options, written)
          .ifPresent(
              given -> {
                throw OptionErrors.needs(given, query);
              });
    }
  }

  private static void requireKind(boolean byVector, boolean byText, Map<String, String> written) {
    QUERY_TYPE
        .in(written)
        .ifPresent(
            kind -> {
              String given = "query_type' = '" + Choice.of(Kind.class).text(kind);
              if (kind != Kind.FTS && !byVector) {
                throw OptionErrors.needs(given, "query_vector");
              }
              if (kind != Kind.VECTOR && !byText) {
                throw OptionErrors.needs(given, "query_text");
              }
              if (kind != Kind.HYBRID && byVector && byText) {
                throw SearchErrors.contradiction(
                    given, kind == Kind.VECTOR ? "query_text" : "query_vector");
              }
            });
  }

  private static SearchConfig.Query query(
      Optional<VectorSearch> vector, Optional<TextSearch> text, Map<String, String> written) {
    if (vector.isEmpty()) {
      return new SearchConfig.ByText(text.orElseThrow());
    }
    if (text.isEmpty()) {
      return new SearchConfig.ByVector(vector.get());
    }
    int limit = LIMIT.in(written);
    Fusion chosen = Fusion.ofRows(limit);
    int candidates = CANDIDATES.in(written).orElse(chosen.candidates());
    if (candidates < limit) {
      throw SearchErrors.fewerCandidates(candidates, limit);
    }
    int rrfK = RRF_K.in(written).orElse(chosen.rrfK());
    return new SearchConfig.Hybrid(vector.get(), text.get(), new Fusion(candidates, rrfK));
  }
}
