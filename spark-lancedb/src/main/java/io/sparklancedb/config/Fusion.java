package io.sparklancedb.config;

/**
 * How the lists of two searches become one: a row counts {@code 1 / (rrfK + place)} in each, the
 * first place being 0.
 *
 * @param candidates rows of each list
 */
public record Fusion(int candidates, int rrfK) {
  static final int DEFAULT_RRF_K = 60;
  private static final int FEWEST_CANDIDATES = 100;
  private static final int CANDIDATES_OF_A_ROW = 4;

  /** What is chosen for so many rows of the answer. */
  public static Fusion ofRows(int rows) {
    long chosen = Math.max(FEWEST_CANDIDATES, (long) CANDIDATES_OF_A_ROW * rows);
    return new Fusion((int) Math.min(chosen, SearchConfig.MOST_ROWS), DEFAULT_RRF_K);
  }
}
