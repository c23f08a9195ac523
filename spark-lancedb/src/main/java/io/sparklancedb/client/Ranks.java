package io.sparklancedb.client;

import io.sparklancedb.config.DistanceMetric;
import io.sparklancedb.config.DistanceRange;
import io.sparklancedb.config.Fusion;
import io.sparklancedb.config.SearchConfig.ByText;
import io.sparklancedb.config.SearchConfig.ByVector;
import io.sparklancedb.config.SearchConfig.Hybrid;
import io.sparklancedb.config.SearchConfig.Query;
import io.sparklancedb.config.TextSearch;
import io.sparklancedb.config.VectorSearch;
import io.sparklancedb.config.VectorTuning;
import io.sparklancedb.error.ConnectionErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** By what a query ranks rows, as far as it has been said. */
final class Ranks {
  private String column;
  private float[] vector;
  private Optional<DistanceMetric> metric = Optional.empty();
  private VectorTuning tuning = VectorTuning.DEFAULT;
  private DistanceRange range = DistanceRange.ALL;
  private String words;
  private List<String> textColumns = List.of();
  private TextSearch.Match match = TextSearch.Words.ANY;

  void vector(String ofColumn, float[] nearest) {
    column = ofColumn;
    vector = nearest.clone();
  }

  void text(String text, List<String> columns) {
    words = text;
    textColumns = columns;
  }

  void match(TextSearch.Match other) {
    if (other instanceof TextSearch.Phrase && !match.equals(TextSearch.Words.ANY)) {
      throw ConnectionErrors.phraseOfWords();
    }
    match = other;
  }

  TextSearch.Words words() {
    if (match instanceof TextSearch.Words given) {
      return given;
    }
    throw ConnectionErrors.phraseOfWords();
  }

  void metric(String name) {
    for (DistanceMetric known : DistanceMetric.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(name)) {
        metric = Optional.of(known);
        return;
      }
    }
    throw ConnectionErrors.unknownMetric(name);
  }

  void range(DistanceRange other) {
    range = other;
  }

  VectorTuning tuning() {
    return tuning;
  }

  void tuning(VectorTuning other) {
    tuning = other;
  }

  /**
   * Empty for a query that ranks nothing.
   *
   * @param uri of the table, for messages
   * @param rows that are wanted
   */
  Optional<Query> query(String uri, int rows) {
    if (vector == null && isOfVectors()) {
      throw ConnectionErrors.withoutVector(uri);
    }
    if (words == null && !match.equals(TextSearch.Words.ANY)) {
      throw ConnectionErrors.withoutText(uri);
    }
    if (vector == null) {
      return words == null ? Optional.empty() : Optional.of(new ByText(texts()));
    }
    return Optional.of(
        words == null
            ? new ByVector(vectors())
            : new Hybrid(vectors(), texts(), Fusion.ofRows(rows)));
  }

  private boolean isOfVectors() {
    return metric.isPresent()
        || !range.equals(DistanceRange.ALL)
        || !tuning.equals(VectorTuning.DEFAULT);
  }

  private VectorSearch vectors() {
    List<Float> values = new ArrayList<>(vector.length);
    for (float value : vector) {
      values.add(value);
    }
    return new VectorSearch(Optional.of(column), values, metric, tuning, range);
  }

  private TextSearch texts() {
    return new TextSearch(words, textColumns, match);
  }
}
