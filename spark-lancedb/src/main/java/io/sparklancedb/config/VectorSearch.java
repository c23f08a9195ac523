package io.sparklancedb.config;

import java.util.List;
import java.util.Optional;

/**
 * A search for the vectors nearest to one.
 *
 * @param column its name, or its path in structs; empty for the only one
 * @param metric empty for that of the column's index, or else L2
 */
public record VectorSearch(
    Optional<String> column,
    List<Float> vector,
    Optional<DistanceMetric> metric,
    VectorTuning tuning,
    DistanceRange range) {
  public VectorSearch {
    vector = List.copyOf(vector);
  }

  /** The vector as Lance takes it. */
  public float[] key() {
    float[] key = new float[vector.size()];
    for (int i = 0; i < key.length; i++) {
      key[i] = vector.get(i);
    }
    return key;
  }
}
