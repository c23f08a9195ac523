package io.sparklancedb.config;

import java.io.Serializable;
import java.util.Optional;

/**
 * How a vector index is searched.
 *
 * @param fewestProbes so many parts of it are searched, at least 1
 * @param mostProbes up to so many are, while rows are missing
 * @param refineFactor so many times the rows are ranked anew by their whole vectors; empty for what
 *     the kind of the index needs
 * @param ef candidates that a graph keeps; empty for Lance's choice
 * @param usesIndex false to compare all rows
 */
public record VectorTuning(
    int fewestProbes,
    int mostProbes,
    Optional<Integer> refineFactor,
    Optional<Integer> ef,
    boolean usesIndex)
    implements Serializable {
  /** As LanceDB has it; lance-core's own is to search all parts. */
  public static final int DEFAULT_PROBES = 20;

  public static final int MOST_REFINE_FACTOR = 1_000;

  public static final VectorTuning DEFAULT =
      new VectorTuning(DEFAULT_PROBES, DEFAULT_PROBES, Optional.empty(), Optional.empty(), true);

  public VectorTuning withProbes(int fewest, int most) {
    return new VectorTuning(fewest, most, refineFactor, ef, usesIndex);
  }

  public VectorTuning withEf(int candidates) {
    return new VectorTuning(
        fewestProbes, mostProbes, refineFactor, Optional.of(candidates), usesIndex);
  }

  public VectorTuning withoutIndex() {
    return new VectorTuning(fewestProbes, mostProbes, refineFactor, ef, false);
  }

  public VectorTuning withRefineFactor(int factor) {
    return new VectorTuning(fewestProbes, mostProbes, Optional.of(factor), ef, usesIndex);
  }
}
