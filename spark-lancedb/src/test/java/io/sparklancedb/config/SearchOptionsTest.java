package io.sparklancedb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.error.LanceDbException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SearchOptionsTest {
  private static final Map<String, String> ADDRESS = Map.of("db_uri", "/tmp", "table_name", "docs");
  private static final String VECTOR =
      "expected a list of finite numbers such as '[0.1, 0.2]'; of a numpy array, a tensor or a vector of Spark ML use .tolist(). Leave it out to use none.";

  private static Optional<SearchConfig> search(String... keysAndValues) {
    Map<String, String> options = new HashMap<>(ADDRESS);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      options.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return LanceDbOptions.of(options).search();
  }

  private static VectorSearch vectors(String... keysAndValues) {
    String[] all =
        Stream.concat(Stream.of("query_vector", "[1, 2]"), Stream.of(keysAndValues))
            .toArray(String[]::new);
    return ((SearchConfig.ByVector) search(all).orElseThrow().query()).vector();
  }

  private static TextSearch.Match texts(String... keysAndValues) {
    String[] all =
        Stream.concat(Stream.of("query_text", "a b"), Stream.of(keysAndValues))
            .toArray(String[]::new);
    return ((SearchConfig.ByText) search(all).orElseThrow().query()).text().match();
  }

  private static String refusal(String... keysAndValues) {
    return assertThrows(LanceDbException.class, () -> search(keysAndValues)).getMessage();
  }

  @Test
  void aReadWithoutThemIsNoSearch() {
    assertEquals(Optional.empty(), search());
    assertEquals(Optional.empty(), search("metadata_table", "tags"));
  }

  @Test
  void takesWhatIsLeftOutFromLanceDb() {
    assertEquals(
        new SearchConfig(
            new SearchConfig.ByVector(
                new VectorSearch(
                    Optional.empty(),
                    List.of(0.5f, -1e-7f, 3f, .5f),
                    Optional.empty(),
                    VectorTuning.DEFAULT,
                    DistanceRange.ALL)),
            10,
            Optional.empty()),
        search("query_vector", " [0.5,-1e-07 , 3, .5] ").orElseThrow());
    assertEquals(
        new SearchConfig(
            new SearchConfig.ByText(new TextSearch("a b", List.of(), TextSearch.Words.ANY)),
            10,
            Optional.empty()),
        search("query_text", "a b").orElseThrow());
  }

  @Test
  void fusesFourTimesTheRowsAndAtLeastAHundred() {
    assertEquals(new Fusion(100, 60), fusion("10"));
    assertEquals(new Fusion(200, 60), fusion("50"));
    assertEquals(new Fusion(10_000, 60), fusion("10000"));
  }

  private static Fusion fusion(String limit) {
    SearchConfig config =
        search("query_vector", "[1]", "query_text", "a", "limit", limit).orElseThrow();
    return ((SearchConfig.Hybrid) config.query()).fusion();
  }

  @ParameterizedTest
  @CsvSource({
    "nprobes, 5, 5, 5",
    "minimum_nprobes, 5, 5, 20",
    "minimum_nprobes, 50, 50, 50",
    "maximum_nprobes, 5, 5, 5",
    "maximum_nprobes, 50, 20, 50"
  })
  void oneNumberOfProbesMovesTheOther(String option, String value, int fewest, int most) {
    assertEquals(Optional.of(new Probes(fewest, most)), vectors(option, value).tuning().probes());
  }

  @Test
  void usesNoIndexWhereItIsToldSo() {
    assertEquals(false, vectors("search", "EXACT").tuning().usesIndex());
    assertEquals(false, vectors("bypass_vector_index", "true").tuning().usesIndex());
    assertEquals(true, vectors("bypass_vector_index", "false").tuning().usesIndex());
  }

  @Test
  void readsWhatTextsAreFound() {
    assertEquals(new TextSearch.Phrase(), texts("phrase", "true"));
    assertEquals(
        new TextSearch.Words(TextSearch.Operator.AND, new TextSearch.Edits(Optional.of(2))),
        texts("text_operator", "and", "fuzziness", "2"));
    assertEquals(
        new TextSearch.Words(TextSearch.Operator.OR, new TextSearch.Edits(Optional.empty())),
        texts("fuzziness", "auto"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"title, body", "['title', 'body']", "[\"title\",\"body\"]", " title,body "})
  void readsColumnsBareAndAsLists(String text) {
    assertEquals(Optional.of(List.of("title", "body")), new ColumnNames().parse(text));
  }

  static Stream<Arguments> wrongVectors() {
    return Stream.of(
            "[0.1 0.2]",
            "[]",
            "",
            "0.1, 0.2",
            "[0.1, None]",
            "[0.1, null]",
            "[0.1, NaN]",
            "[0.1, Infinity]",
            "[1e39]",
            "[0.1, 0.2,]",
            "DenseVector([0.1, 0.2])",
            "array([0.1, 0.2])",
            "[[0.1, 0.2]]",
            "[0.1f]",
            "[ 0.1  0.2 ...  0.3]")
        .map(text -> Arguments.of(text, text));
  }

  @ParameterizedTest
  @MethodSource("wrongVectors")
  void refusesWhatIsNoVector(String text, String shown) {
    assertEquals(
        "Cannot use option 'query_vector' = '%s': ".formatted(shown) + VECTOR,
        refusal("query_vector", text));
  }

  @Test
  void aMessageShowsTheBeginningOfALongVectorOnly() {
    String text = "[" + "1.5, ".repeat(100) + "x]";

    assertEquals(
        "Cannot use option 'query_vector' = '%s...': ".formatted(text.substring(0, 200)) + VECTOR,
        refusal("query_vector", text));
  }

  static Stream<Arguments> contradictions() {
    return Stream.of(
        Arguments.of(
            "Cannot use option 'lower_bound' without 'query_vector'. Set both or neither.",
            List.of("lower_bound", "1")),
        Arguments.of(
            "Cannot use option 'nprobes' without 'query_vector'. Set both or neither.",
            List.of("query_text", "a", "nprobes", "1")),
        Arguments.of(
            "Cannot use option 'phrase' without 'query_text'. Set both or neither.",
            List.of("query_vector", "[1]", "phrase", "true")),
        Arguments.of(
            "Cannot use option 'rrf_k' without 'query_text'. Set both or neither.",
            List.of("query_vector", "[1]", "rrf_k", "1")),
        Arguments.of(
            "Cannot use option 'limit' without 'query_vector' or 'query_text'. Set both or neither.",
            List.of("limit", "3")),
        Arguments.of(
            "Cannot use option 'query_type' = 'hybrid' without 'query_text'. Set both or neither.",
            List.of("query_vector", "[1]", "query_type", "hybrid")),
        Arguments.of(
            "Cannot use option 'query_type' = 'vector' without 'query_vector'. Set both or neither.",
            List.of("query_text", "a", "query_type", "vector")),
        Arguments.of(
            "Cannot read with option 'query_type' = 'fts' and option 'query_vector': they contradict each other. Leave one of them out.",
            List.of("query_text", "a", "query_vector", "[1]", "query_type", "fts")),
        Arguments.of(
            "Cannot read with option 'nprobes' and option 'maximum_nprobes': they contradict each other. Leave one of them out.",
            List.of("query_vector", "[1]", "nprobes", "1", "maximum_nprobes", "2")),
        Arguments.of(
            "Cannot read with option 'phrase' = 'true' and option 'fuzziness': they contradict each other. Leave one of them out.",
            List.of("query_text", "a", "phrase", "true", "fuzziness", "1")),
        Arguments.of(
            "Cannot read with option 'search' = 'approximate' and option 'bypass_vector_index' = 'true': they contradict each other. Leave one of them out.",
            List.of("query_vector", "[1]", "search", "approximate", "bypass_vector_index", "true")),
        Arguments.of(
            "Cannot read with option 'metadata_table' and option 'query_vector': they contradict each other. Leave one of them out.",
            List.of("query_vector", "[1]", "metadata_table", "tags")));
  }

  static Stream<Arguments> wrongValues() {
    return Stream.of(
        Arguments.of(
            "Cannot use option 'limit' = '0': expected a whole number of at least 1. Leave it out to use 10.",
            List.of("query_vector", "[1]", "limit", "0")),
        Arguments.of(
            "Cannot use option 'limit' = '1000000': expected a whole number of at most 10000. Leave it out to use 10.",
            List.of("query_vector", "[1]", "limit", "1000000")),
        Arguments.of(
            "Cannot use option 'k': there is no such option. Did you mean 'limit'?",
            List.of("query_vector", "[1]", "k", "3")),
        Arguments.of(
            "Cannot use option 'num_results': there is no such option. Did you mean 'limit'?",
            List.of("query_vector", "[1]", "num_results", "3")),
        Arguments.of(
            "Cannot use option 'top_k': there is no such option. Did you mean 'limit'?",
            List.of("query_vector", "[1]", "top_k", "3")));
  }

  static Stream<Arguments> wrongDetails() {
    return Stream.of(
        Arguments.of(
            "Cannot use option 'nprobes' = '0': expected a whole number of at least 1. Leave it out to use 20, and more with 'where'.",
            List.of("query_vector", "[1]", "nprobes", "0")),
        Arguments.of(
            "Cannot use option 'refine_factor' = '1001': expected a whole number of at most 1000. Leave it out to use what the kind of the index needs.",
            List.of("query_vector", "[1]", "refine_factor", "1001")),
        Arguments.of(
            "Cannot use option 'distance_type' = 'hamming': expected 'l2', 'cosine' or 'dot'. Leave it out to use that of the column's index, or else 'l2'.",
            List.of("query_vector", "[1]", "distance_type", "hamming")),
        Arguments.of(
            "Cannot use option 'upper_bound' = 'NaN': expected a finite number such as '0.5'. Leave it out to use no bound.",
            List.of("query_vector", "[1]", "upper_bound", "NaN")),
        Arguments.of(
            "Cannot use option 'query_text' = ' ': expected words. Leave it out to use none.",
            List.of("query_text", " ")),
        Arguments.of(
            "Cannot use option 'fuzziness' = '3': expected '0', '1', '2' or 'auto'. Leave it out to use '0'.",
            List.of("query_text", "a", "fuzziness", "3")),
        Arguments.of(
            "Cannot use option 'text_columns' = 'a,,b': expected columns such as 'title, body'. Leave it out to use all that have an index of words.",
            List.of("query_text", "a", "text_columns", "a,,b")),
        Arguments.of(
            "Cannot query for distances from 2.0 to less than 1.0: there are none. Give the lower bound first, and use infinity for none.",
            List.of("query_vector", "[1]", "lower_bound", "2", "upper_bound", "1")),
        Arguments.of(
            "Cannot search with 'minimum_nprobes' = '3' and 'maximum_nprobes' = '2': the least is more than the most. Swap them, or set 'nprobes' alone.",
            List.of("query_vector", "[1]", "minimum_nprobes", "3", "maximum_nprobes", "2")),
        Arguments.of(
            "Cannot search with 'distance_type' = 'cosine' for a 'query_vector' of zeros: it has no direction. Use another vector, or 'l2'.",
            List.of("query_vector", "[0, -0.0]", "distance_type", "cosine")),
        Arguments.of(
            "Cannot search with 'candidates' = '5' and 'limit' = '10': each list has to be as long as the answer. Set 'candidates' to at least 10, or leave it out.",
            List.of("query_vector", "[1]", "query_text", "a", "candidates", "5")));
  }

  @ParameterizedTest
  @MethodSource({"contradictions", "wrongValues", "wrongDetails"})
  void refusesWithASentenceThatSaysWhatToDo(String message, List<String> options) {
    assertEquals(message, refusal(options.toArray(String[]::new)));
  }

  @ParameterizedTest
  @CsvSource({"query_vector, [1]", "query_text, a", "metadata_table, tags", "limit, 3"})
  void refusesToWriteWithThem(String option, String value) {
    Map<String, String> options = new HashMap<>(ADDRESS);
    options.put(option, value);

    assertEquals(
        "Cannot write with option '%s': it says what a read returns. Leave it out."
            .formatted(option),
        assertThrows(LanceDbException.class, () -> LanceDbOptions.of(options).writeConfig())
            .getMessage());
  }

  @Test
  void refusesAMetadataTableThatThereIsNot() {
    Map<String, String> options = new HashMap<>(ADDRESS);
    options.put("metadata_table", "history");

    assertEquals(
        "Cannot use option 'metadata_table' = 'history': expected 'versions', 'tags', 'fragments' or 'indexes'. Leave it out to use the rows.",
        assertThrows(LanceDbException.class, () -> LanceDbOptions.of(options).metadataTable())
            .getMessage());
  }
}
