package io.sparklancedb.dataset;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes from time to time what nobody uses any more. It never keeps the JVM alive. */
public final class IdleThread {
  /** How long something stays open that nobody uses. */
  public static final Duration IDLE = Duration.ofMinutes(5);

  private static final Logger LOG = LoggerFactory.getLogger(IdleThread.class);
  private static final AtomicBoolean STARTED = new AtomicBoolean();
  private static final Set<Runnable> TASKS = new CopyOnWriteArraySet<>();

  private IdleThread() {}

  /**
   * Runs the task after each {@link #IDLE} from now on.
   *
   * @param task a constant: the same object is registered once
   */
  public static void register(Runnable task) {
    TASKS.add(task);
    if (STARTED.compareAndSet(false, true)) {
      Thread thread = new Thread(IdleThread::run, "lancedb-idle");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void run() {
    while (true) {
      try {
        Thread.sleep(IDLE.toMillis());
      } catch (InterruptedException e) {
        return;
      }
      TASKS.forEach(IdleThread::run);
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.warn("Could not close what is unused; the next run tries again.", e);
    }
  }
}
