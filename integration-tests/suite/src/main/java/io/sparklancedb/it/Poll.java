package io.sparklancedb.it;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other threads or processes are about to do. */
public final class Poll {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Poll() {}

  /**
   * @param expected what is waited for, for the message
   */
  public static void until(String expected, BooleanSupplier condition) {
    until(() -> expected, condition);
  }

  /** As above; the message is made when it is needed. */
  public static void until(Supplier<String> expected, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(LONGEST);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("Waited " + LONGEST + " in vain until " + expected.get());
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
