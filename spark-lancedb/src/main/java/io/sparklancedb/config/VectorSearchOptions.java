package io.sparklancedb.config;

import static io.sparklancedb.config.OptionGroup.SEARCH;

import io.sparklancedb.error.SearchErrors;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A search by vector. */
final class VectorSearchOptions {
  private static final String DEFAULT_PROBES = Probes.DEFAULT + ", and more with 'where'";
  private static final String NO_BOUND = "no bound";

  private enum Mode {
    APPROXIMATE,
    EXACT
  }

  static final Option<Optional<List<Float>>> QUERY_VECTOR =
      SEARCH.option(
          "query_vector",
          new VectorText().orElseUse("none"),
          "Returns the rows whose vectors are nearest to this one, nearest first, with their distances.");
  private static final Option<Optional<String>> COLUMN =
      SEARCH.option(
          "vector_column",
          new Text("a column").orElseUse("the only column of vectors"),
          "The column of vectors, or its path in structs.");
  private static final Option<Optional<DistanceMetric>> DISTANCE_TYPE =
      SEARCH.option(
          "distance_type",
          Choice.of(DistanceMetric.class).orElseUse("that of the column's index, or else 'l2'"),
          "What a distance is. An index of another metric is not used.");
  private static final Option<Mode> MODE =
      SEARCH.option(
          "search",
          Choice.of(Mode.class).orElse(Mode.APPROXIMATE),
          "Whether a vector index is used where there is one; `exact` compares all rows.");
  private static final Option<String> BYPASS =
      SEARCH.option(
          "bypass_vector_index",
          Choice.of("false", "true").orElse("false"),
          "`true` is LanceDB's name for `search` = `exact`.");
  private static final Option<Optional<Integer>> PROBES =
      SEARCH.option(
          "nprobes",
          WholeNumber.ofAtLeast(1).orElseUse(DEFAULT_PROBES),
          "How many parts of a vector index are searched.");
  private static final Option<Optional<Integer>> FEWEST_PROBES =
      SEARCH.option(
          "minimum_nprobes",
          WholeNumber.ofAtLeast(1).orElseUse(DEFAULT_PROBES),
          "How many parts of a vector index are searched at least.");
  private static final Option<Optional<Integer>> MOST_PROBES =
      SEARCH.option(
          "maximum_nprobes",
          WholeNumber.ofAtLeast(1).orElseUse(DEFAULT_PROBES),
          "How many parts of a vector index are searched at most, while `where` leaves too few rows.");
  private static final Option<Optional<Integer>> REFINE_FACTOR =
      SEARCH.option(
          "refine_factor",
          new WholeNumber<>(1, VectorTuning.MOST_REFINE_FACTOR, BigInteger::intValueExact)
              .orElseUse("what the kind of the index needs"),
          "So many times the rows are taken from an index that shortens vectors, and ranked by their whole vectors.");
  private static final Option<Optional<Integer>> EF =
      SEARCH.option(
          "ef",
          WholeNumber.ofAtLeast(1).orElseUse("Lance's choice"),
          "How many candidates an HNSW index keeps while it searches: at least as many as rows are taken from it.");
  private static final Option<Optional<Float>> LOWER_BOUND =
      SEARCH.option(
          "lower_bound",
          new DecimalNumber().orElseUse(NO_BOUND),
          "The least distance that is returned.");
  private static final Option<Optional<Float>> UPPER_BOUND =
      SEARCH.option(
          "upper_bound",
          new DecimalNumber().orElseUse(NO_BOUND),
          "What is returned is nearer than this.");

  /** Those that do nothing without a vector. */
  static final List<Option<?>> DETAILS =
      List.of(
          COLUMN,
          DISTANCE_TYPE,
          MODE,
          BYPASS,
          PROBES,
          FEWEST_PROBES,
          MOST_PROBES,
          REFINE_FACTOR,
          EF,
          LOWER_BOUND,
          UPPER_BOUND);

  private VectorSearchOptions() {}

  static Optional<VectorSearch> search(Map<String, String> written) {
    return QUERY_VECTOR.in(written).map(vector -> search(vector, written));
  }

  private static VectorSearch search(List<Float> vector, Map<String, String> written) {
    Optional<DistanceMetric> metric = DISTANCE_TYPE.in(written);
    boolean isZero = vector.stream().allMatch(value -> value == 0);
    if (isZero && metric.equals(Optional.of(DistanceMetric.COSINE))) {
      throw SearchErrors.zeroVectorByCosine();
    }
    return new VectorSearch(
        COLUMN.in(written),
        vector,
        metric,
        tuning(written),
        new DistanceRange(
            LOWER_BOUND.in(written).orElse(DistanceRange.ALL.lowest()),
            UPPER_BOUND.in(written).orElse(DistanceRange.ALL.below())));
  }

  private static VectorTuning tuning(Map<String, String> written) {
    requireOneOf(PROBES, FEWEST_PROBES, written);
    requireOneOf(PROBES, MOST_PROBES, written);
    return new VectorTuning(
        probes(written), REFINE_FACTOR.in(written), EF.in(written), usesIndex(written));
  }

  private static Optional<Probes> probes(Map<String, String> written) {
    Optional<Integer> fewest = FEWEST_PROBES.in(written);
    Optional<Integer> most = MOST_PROBES.in(written);
    if (fewest.isEmpty() && most.isEmpty()) {
      return PROBES.in(written).map(Probes::of);
    }
    if (fewest.isPresent() && most.isPresent() && fewest.get() > most.get()) {
      throw SearchErrors.noProbesBetween(fewest.get(), most.get());
    }
    int least = Probes.DEFAULT.fewest();
    return Optional.of(
        new Probes(
            fewest.orElseGet(() -> Math.min(least, most.get())),
            most.orElseGet(() -> Math.max(least, fewest.get()))));
  }

  private static boolean usesIndex(Map<String, String> written) {
    boolean bypasses = BYPASS.in(written).equals("true");
    boolean isApproximate = MODE.in(written) == Mode.APPROXIMATE;
    if (bypasses && isApproximate && MODE.isGivenIn(written)) {
      throw SearchErrors.contradiction("search' = 'approximate", "bypass_vector_index' = 'true");
    }
    return isApproximate && !bypasses;
  }

  private static void requireOneOf(Option<?> first, Option<?> second, Map<String, String> written) {
    if (first.isGivenIn(written) && second.isGivenIn(written)) {
      throw SearchErrors.contradiction(first.key().text(), second.key().text());
    }
  }
}
