package io.sparklancedb.dataset;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks from time to time for what nobody uses any more. It never keeps the JVM alive. */
final class IdleThread {
  private static final Logger LOG = LoggerFactory.getLogger(IdleThread.class);
  private static final AtomicBoolean STARTED = new AtomicBoolean();

  private IdleThread() {}

  /** Starts the one thread of this JVM; nothing from the second time on. */
  static void start(Runnable look, Duration pause) {
    if (STARTED.compareAndSet(false, true)) {
      Thread thread = new Thread(() -> run(look, pause), "lancedb-idle");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void run(Runnable look, Duration pause) {
    while (true) {
      try {
        Thread.sleep(pause.toMillis());
        look.run();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("Could not close an unused dataset; the next look tries again.", e);
      }
    }
  }
}
