package io.sparklancedb.search;

import io.sparklancedb.config.VectorTuning;
import java.util.List;
import java.util.Optional;
import org.lance.index.DistanceType;

/**
 * What Lance is asked for.
 *
 * @param path of the column, as Lance's search wants it
 * @param metric where Lance is to be told
 * @param usesIndex whether it may use an index
 * @param fragments that are searched; empty for all
 */
record NearestRequest(
    String path,
    float[] key,
    int rows,
    Optional<DistanceType> metric,
    VectorTuning tuning,
    int refineFactor,
    boolean usesIndex,
    Optional<QueryCondition> condition,
    List<Integer> fragments) {
  NearestRequest withRows(int others) {
    return new NearestRequest(
        path, key, others, metric, tuning, refineFactor, usesIndex, condition, fragments);
  }

  NearestRequest withoutIndex(Optional<DistanceType> told) {
    return new NearestRequest(path, key, rows, told, tuning, 1, false, condition, fragments);
  }
}
