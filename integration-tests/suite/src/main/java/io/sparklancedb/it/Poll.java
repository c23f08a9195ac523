package io.sparklancedb.it;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other threads or processes are about to do. */
public final class Poll {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final long BETWEEN_LOOKS_NANOS = 2_000_000;

  private Poll() {}

  /**
   * @param expected what is waited for, for the message
   */
  public static void until(String expected, BooleanSupplier condition) {
    until(() -> expected, condition);
  }

  /** As above; the message is made when it is needed. */
  public static void until(Supplier<String> expected, BooleanSupplier condition) {
    within(LONGEST, expected, condition);
  }

  /** As above, for what takes longer. */
  public static void within(
      Duration longest, Supplier<String> expected, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(longest);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("Waited " + longest + " in vain until " + expected.get());
      }
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
  }
}
