package io.sparklancedb.config;

import java.util.OptionalLong;

/**
 * How a table is read.
 *
 * @param batchRows the most rows of one Arrow batch, at least 1
 * @param batchBytes about the most bytes of one Arrow batch, at least 1
 * @param splitBytes about what one task reads, at least 1; empty to choose by the cores
 * @param lookupRows the most rows that are fetched while planning; 0 for none
 * @param pushDown what Lance may be asked to do
 */
public record ReadConfig(
    int batchRows, long batchBytes, OptionalLong splitBytes, int lookupRows, PushDown pushDown) {
  /** How much one task reads at most where nobody asks for more. */
  public static final long MOST_CHOSEN_SPLIT_BYTES = 128L << 20;

  /** Whether Lance filters, limits, sorts and aggregates, or only returns columns. */
  public enum PushDown {
    ALL,
    NONE
  }
}
