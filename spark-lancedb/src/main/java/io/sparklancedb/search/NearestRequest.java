package io.sparklancedb.search;

import io.sparklancedb.config.Probes;
import java.util.List;
import java.util.Optional;
import org.lance.index.DistanceType;

/**
 * What Lance is asked for.
 *
 * @param path of the column, as Lance's search wants it
 * @param index how an index is searched; empty to compare all vectors
 * @param fragments that are searched; empty for all
 */
record NearestRequest(
    String path,
    float[] key,
    int rows,
    DistanceType metric,
    Optional<Indexed> index,
    Optional<QueryCondition> condition,
    List<Integer> fragments) {
  /** How an index is searched. */
  record Indexed(Probes probes, int refineFactor, Optional<Integer> ef) {
    /**
     * Lance takes an {@code ef} that is at least as much as the rows which it takes from a graph.
     */
    Optional<Integer> ef(int rows) {
      return ef.map(candidates -> Math.max(candidates, rows * refineFactor));
    }
  }

  NearestRequest withRows(int others) {
    return new NearestRequest(path, key, others, metric, index, condition, fragments);
  }

  NearestRequest withoutIndex() {
    return flat(path, key, rows, metric, condition, fragments);
  }

  /** All vectors are compared. */
  static NearestRequest flat(
      String path,
      float[] key,
      int rows,
      DistanceType metric,
      Optional<QueryCondition> condition,
      List<Integer> fragments) {
    return new NearestRequest(path, key, rows, metric, Optional.empty(), condition, fragments);
  }
}
