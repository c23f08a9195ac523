package io.sparklancedb.search;

import io.sparklancedb.error.ConnectionErrors;
import java.util.Optional;

/**
 * A search by vector.
 *
 * @param column its name, or its path in structs
 * @param rows the most that are returned
 * @param probes how many parts of an index are searched
 * @param refineFactor so many times the rows are ranked anew by their whole vectors, where an index
 *     holds vectors cut short
 * @param condition which rows are ranked at all
 */
public record VectorQuery(
    String column,
    float[] key,
    int rows,
    int probes,
    int refineFactor,
    Optional<QueryCondition> condition,
    DistanceRange range) {
  /** As LanceDB has it; lance-core's own is to search all. */
  public static final int DEFAULT_PROBES = 20;

  /** Without, the distances of an index are estimates beside exact ones of rows it lacks. */
  public static final int LEAST_REFINE_FACTOR = 1;

  private static final int MOST_REFINE_FACTOR = 1_000;

  /** Lance takes memory for all of them before it begins. */
  static final int MOST_ROWS = 10_000;

  /** Refuses what no table can answer. */
  public VectorQuery {
    if (rows > MOST_ROWS) {
      throw ConnectionErrors.tooManyNearest(rows, MOST_ROWS);
    }
    if (probes < 1) {
      throw ConnectionErrors.outOfRange("nprobes", probes, 1, Integer.MAX_VALUE);
    }
    if (refineFactor < LEAST_REFINE_FACTOR || refineFactor > MOST_REFINE_FACTOR) {
      throw ConnectionErrors.outOfRange(
          "refineFactor", refineFactor, LEAST_REFINE_FACTOR, MOST_REFINE_FACTOR);
    }
    for (float value : key) {
      if (!Float.isFinite(value)) {
        throw ConnectionErrors.notFinite(column, value);
      }
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
