package io.sparklancedb.search;

import io.sparklancedb.config.DistanceMetric;
import io.sparklancedb.config.DistanceRange;
import io.sparklancedb.config.Probes;
import io.sparklancedb.config.SearchConfig;
import io.sparklancedb.config.VectorTuning;
import io.sparklancedb.error.ConnectionErrors;
import java.util.Optional;

/**
 * A search by vector.
 *
 * @param column its name, or its path in structs
 * @param rows the most that are returned
 * @param metric empty for that of the column's index, or else L2
 * @param condition which rows are ranked at all
 */
record VectorQuery(
    String column,
    float[] key,
    int rows,
    Optional<DistanceMetric> metric,
    VectorTuning tuning,
    Optional<QueryCondition> condition,
    DistanceRange range) {

  /** Refuses what no table can answer. */
  public VectorQuery {
    if (rows > SearchConfig.MOST_ROWS) {
      throw ConnectionErrors.tooManyNearest(rows, SearchConfig.MOST_ROWS);
    }
    tuning.probes().ifPresent(VectorQuery::requireProbes);
    tuning.ef().ifPresent(ef -> requireAtLeastOne("ef", ef));
    tuning.refineFactor().ifPresent(VectorQuery::requireRefineFactor);
    for (float value : key) {
      if (!Float.isFinite(value)) {
        throw ConnectionErrors.notFinite(column, value);
      }
    }
  }

  private static void requireProbes(Probes probes) {
    requireAtLeastOne("nprobes", probes.fewest());
    if (probes.most() < probes.fewest()) {
      throw ConnectionErrors.outOfRange(
          "nprobes", probes.most(), probes.fewest(), Integer.MAX_VALUE);
    }
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw ConnectionErrors.outOfRange(name, value, 1, Integer.MAX_VALUE);
    }
  }

  private static void requireRefineFactor(int factor) {
    if (factor < 1 || factor > VectorTuning.MOST_REFINE_FACTOR) {
      throw ConnectionErrors.outOfRange("refineFactor", factor, 1, VectorTuning.MOST_REFINE_FACTOR);
    }
  }

  boolean isZero() {
    for (float value : key) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }
}
