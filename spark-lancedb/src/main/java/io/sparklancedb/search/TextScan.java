package io.sparklancedb.search;

import io.sparklancedb.config.SearchConfig;
import io.sparklancedb.config.TextSearch;
import io.sparklancedb.error.ConnectionErrors;
import io.sparklancedb.error.SearchErrors;
import io.sparklancedb.index.ScalarIndexes;
import io.sparklancedb.search.NativeSearch.Hit;
import io.sparklancedb.search.NativeSearch.Hits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lance.Dataset;

/** Searches the texts of one version, in one call over the whole table. */
final class TextScan {
  private static final Comparator<Hit> BEST =
      Comparator.comparing(Hit::rank, Comparator.reverseOrder()).thenComparing(Hit::rowId);

  private static final String ALL_WORDS = "text_operator' = 'and";

  /** What Lance says where no word is left to look for, and an index lacks some of the rows. */
  private static final String NO_WORD_LEFT =
      "all columns in a record batch must have the same length";

  private final Dataset dataset;
  private final String uri;
  private final TextQuery query;

  /**
   * @param search its columns may be left out
   * @throws io.sparklancedb.error.LanceDbException when the table cannot be searched so
   */
  TextScan(Engine engine, TextSearch search, int rows) {
    this.dataset = engine.dataset();
    this.uri = engine.uri();
    if (rows > SearchConfig.MOST_ROWS) {
      throw ConnectionErrors.tooManyNearest(rows, SearchConfig.MOST_ROWS);
    }
    requireReliable();
    List<TextIndex> indexes = TextIndex.of(dataset);
    List<TextIndex> searched = searched(indexes, search.columns());
    this.query =
        new TextQuery(
            search.text(),
            searched.stream().map(TextIndex::column).toList(),
            search.match(),
            rows,
            engine.condition());
    requireAnswerable(searched);
  }

  /** Lance loses words of such rows, or ends the process. */
  private void requireReliable() {
    if (ScalarIndexes.haveMoved(dataset)) {
      throw SearchErrors.textsOfMovedRows(uri);
    }
    if (dataset.hasStableRowIds()) {
      throw SearchErrors.textsOfStableRows(uri);
    }
  }

  private List<TextIndex> searched(List<TextIndex> indexes, List<String> columns) {
    if (columns.isEmpty()) {
      if (indexes.isEmpty()) {
        throw SearchErrors.noTextIndex(uri);
      }
      return indexes;
    }
    return columns.stream().map(column -> index(indexes, column)).toList();
  }

  private TextIndex index(List<TextIndex> indexes, String column) {
    return indexes.stream()
        .filter(index -> index.column().equals(column))
        .findFirst()
        .orElseThrow(() -> SearchErrors.noTextIndex(uri, column));
  }

  /** Lance searches rows that no index has as if one of the words were enough. */
  private void requireAnswerable(List<TextIndex> searched) {
    Optional<String> special = special();
    if (special.isEmpty()) {
      return;
    }
    if (searched.size() > 1 && !special.get().equals(ALL_WORDS)) {
      throw SearchErrors.ofOneTextColumn(uri, special.get(), query.columns());
    }
    for (TextIndex index : searched) {
      if (query.match() instanceof TextSearch.Phrase && index.lacksPositions(dataset)) {
        throw SearchErrors.phraseWithoutPositions(uri, index.column());
      }
      long missing = index.rowsMissing(dataset);
      if (missing > 0) {
        throw SearchErrors.textsNotIndexed(uri, special.get(), index.name(), missing);
      }
    }
  }

  /** The option by which more is asked for than texts with one of the words. */
  private Optional<String> special() {
    if (query.match() instanceof TextSearch.Words words) {
      if (!words.edits().equals(TextSearch.Edits.NONE)) {
        return Optional.of("fuzziness");
      }
      return words.operator() == TextSearch.Operator.AND
          ? Optional.of(ALL_WORDS)
          : Optional.empty();
    }
    return Optional.of("phrase");
  }

  /** The rows that fit best, the best first. */
  Hits best() throws Exception {
    query.condition().ifPresent(condition -> condition.require(uri, true));
    try {
      Hits found = NativeSearch.texts(dataset, query);
      List<Hit> sorted = new ArrayList<>(found.hits());
      sorted.sort(BEST);
      return new Hits(sorted, found.compared());
    } catch (Exception e) {
      if (String.valueOf(e.getMessage()).contains(NO_WORD_LEFT)) {
        return new Hits(List.of(), 0);
      }
      throw e;
    }
  }

  /** For {@code EXPLAIN}, without the words. */
  String description() {
    return "best %d by the words of a text in %s, %s"
        .formatted(
            query.rows(),
            String.join(", ", query.columns()),
            query.match() instanceof TextSearch.Words words
                ? words.operator().name().toLowerCase(Locale.ROOT)
                : "phrase");
  }
}
