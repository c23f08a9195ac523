package io.sparklancedb.config;

import java.io.Serializable;
import java.util.Optional;

/**
 * How much memory the keys of a write take in a process: on the driver, or on each executor where a
 * job looks for them.
 *
 * @param givenBytes null where nobody has said it; each process then decides for itself
 */
public record KeyMemory(Long givenBytes) implements Serializable {
  private static final long MOST_BYTES = 512L << 20;
  private static final int SHARE_OF_HEAP = 10;

  static final String OTHERWISE =
      "'512m', or a tenth of the heap of the driver or executor where that is less";

  static KeyMemory of(Optional<Long> bytes) {
    return new KeyMemory(bytes.orElse(null));
  }

  public static KeyMemory of(long bytes) {
    return new KeyMemory(bytes);
  }

  /** In the process that asks. */
  public long bytes() {
    return givenBytes == null
        ? Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP)
        : givenBytes;
  }
}
