package io.sparklancedb.read;

import io.sparklancedb.config.ReadConfig;
import java.util.OptionalLong;

/** How much one task reads. */
final class SplitSize {
  /** With fewer rows, starting a task costs more than reading them. */
  static final long FEWEST_ROWS = 16_384;

  /** Fewer rows are enough for a task when they have so many bytes. */
  private static final long FEWEST_BYTES = 4L << 20;

  private SplitSize() {}

  /**
   * Returns rows, at least 1. Unless a size is asked for, the splits are about twice as many as the
   * tasks that run at once, so that the last to end is short.
   *
   * @param bytesOfARow of the columns that are read
   */
  static long rows(OptionalLong askedBytes, long rowsInAll, double bytesOfARow, int parallelism) {
    if (askedBytes.isPresent()) {
      return Math.max(1, (long) (askedBytes.getAsLong() / bytesOfARow));
    }
    long shared = (rowsInAll + 2L * parallelism - 1) / (2L * parallelism);
    long most = (long) (ReadConfig.MOST_CHOSEN_SPLIT_BYTES / bytesOfARow);
    long fewest = Math.min(FEWEST_ROWS, (long) (FEWEST_BYTES / bytesOfARow));
    return Math.max(1, Math.max(fewest, Math.min(shared, most)));
  }
}
