package io.sparklancedb.search;

import io.sparklancedb.config.DistanceMetric;
import io.sparklancedb.index.ScalarIndexes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lance.Dataset;
import org.lance.index.DistanceType;
import org.lance.index.Index;
import org.lance.index.IndexCriteria;
import org.lance.index.IndexDescription;

/**
 * An index of a column of vectors.
 *
 * @param kind Lance's name of it, such as {@code IVF_PQ}; empty where Lance does not tell
 */
record VectorIndex(String name, String kind, DistanceType metric) {
  private static final Pattern METRIC = Pattern.compile("\"metric_type\":\"(\\w+)\"");

  /**
   * So many times the rows that are wanted are ranked by their whole vectors: the smallest of 10,
   * 20, 50 and 100 by which 0.95 of the ten nearest are found. Measured on 100,000 clustered
   * vectors of 128 with the parameters that LanceDB chooses: 10 finds 0.97 in IVF_RQ, and 0.71 in
   * IVF_PQ, 20 finds 0.87 there, and 50 finds 0.98.
   */
  private static final Map<String, Integer> REFINE_FACTORS = Map.of("FLAT", 1, "SQ", 10, "RQ", 10);

  private static final int REFINE_FACTOR_OF_OTHERS = 50;

  /** The first that the column has; empty for none. */
  static Optional<VectorIndex> of(Dataset dataset, int field) {
    return dataset.getIndexes().stream()
        .filter(index -> index.fields().equals(List.of(field)))
        .filter(VectorIndex::isOfVectors)
        .findFirst()
        .map(index -> of(dataset, index.name()));
  }

  /** The type is null where lance-core has no name for it. */
  private static boolean isOfVectors(Index index) {
    return index.indexType() != null
        && (index.indexType().name().startsWith("IVF_")
            || index.indexType().name().equals("VECTOR"));
  }

  private static VectorIndex of(Dataset dataset, String name) {
    Optional<IndexDescription> described = described(dataset, name);
    Matcher metric = METRIC.matcher(described.map(IndexDescription::getDetailsJson).orElse(""));
    return new VectorIndex(
        name,
        described.map(IndexDescription::getIndexType).orElse(""),
        metric.find() ? type(metric.group(1)) : ofStatistics(dataset.getIndexStatistics(name)));
  }

  /** Lance describes none while one waits for the addresses of a compaction. */
  private static Optional<IndexDescription> described(Dataset dataset, String name) {
    return ScalarIndexes.haveMoved(dataset)
        ? Optional.empty()
        : dataset.describeIndices(new IndexCriteria.Builder().hasName(name).build()).stream()
            .findFirst();
  }

  /** What the statistics tell of each segment: they are large. */
  private static DistanceType ofStatistics(Map<String, Object> statistics) {
    return type(
        String.valueOf(
            ((Map<?, ?>) ((List<?>) statistics.get("indices")).get(0)).get("metric_type")));
  }

  static DistanceType type(String metric) {
    for (DistanceType type : DistanceType.values()) {
      if (type.name().equalsIgnoreCase(metric)) {
        return type;
      }
    }
    throw new IllegalStateException("an index with the metric '" + metric + "'");
  }

  static DistanceType type(DistanceMetric metric) {
    return type(metric.name());
  }

  int refineFactor() {
    String coding = kind.substring(kind.lastIndexOf('_') + 1).toUpperCase(Locale.ROOT);
    return REFINE_FACTORS.getOrDefault(coding, REFINE_FACTOR_OF_OTHERS);
  }
}
