package io.sparklancedb.config;

import java.util.Optional;

/**
 * How a vector index is searched.
 *
 * @param probes empty for the default, more where there is a condition
 * @param refineFactor so many times the rows are ranked anew by their whole vectors; empty for what
 *     the kind of the index needs
 * @param ef candidates that a graph keeps; empty for Lance's choice
 * @param usesIndex false to compare all rows
 */
public record VectorTuning(
    Optional<Probes> probes,
    Optional<Integer> refineFactor,
    Optional<Integer> ef,
    boolean usesIndex) {
  public static final int MOST_REFINE_FACTOR = 1_000;

  public static final VectorTuning DEFAULT =
      new VectorTuning(Optional.empty(), Optional.empty(), Optional.empty(), true);

  public VectorTuning withProbes(int fewest, int most) {
    return new VectorTuning(Optional.of(new Probes(fewest, most)), refineFactor, ef, usesIndex);
  }

  public VectorTuning withEf(int candidates) {
    return new VectorTuning(probes, refineFactor, Optional.of(candidates), usesIndex);
  }

  public VectorTuning withoutIndex() {
    return new VectorTuning(probes, refineFactor, ef, false);
  }

  public VectorTuning withRefineFactor(int factor) {
    return new VectorTuning(probes, Optional.of(factor), ef, usesIndex);
  }
}
