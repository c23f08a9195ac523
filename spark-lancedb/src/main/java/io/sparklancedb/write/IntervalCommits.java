package io.sparklancedb.write;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * Commits what finished tasks have written, every so often, in a thread of its own. Spark tells of
 * a task in its scheduler's thread, and of each partition once.
 */
final class IntervalCommits {
  private final Duration interval;
  private final Part part;
  private final List<TaskCommitMessage> waiting = new ArrayList<>();
  private final Set<WriterCommitMessage> committed =
      Collections.newSetFromMap(new IdentityHashMap<>());
  private Thread thread;
  private RuntimeException failure;
  private boolean isEnding;

  /** What is done with the messages of some tasks. */
  interface Part {
    /**
     * @return whether their rows are committed; if not, they come again with those of others
     */
    boolean commit(List<TaskCommitMessage> messages);

    /** They cannot be committed. Called once; nothing is committed afterwards. */
    void fail(List<TaskCommitMessage> messages, RuntimeException reason);
  }

  IntervalCommits(Duration interval, Part part) {
    this.interval = interval;
    this.part = part;
  }

  /**
   * From here on the thread runs. It has the local properties of the one that calls this: Spark's
   * jobs that it starts are of the same query, job group and pool.
   */
  void start(String table) {
    thread = new Thread(this::run, "lancedb-commit-interval " + table);
    thread.setDaemon(true);
    thread.start();
  }

  /** A task has ended. */
  synchronized void hear(WriterCommitMessage message) {
    if (failure == null && message instanceof TaskCommitMessage own) {
      waiting.add(own);
    }
  }

  private void run() {
    while (awaitTurn()) {
      List<TaskCommitMessage> messages = messages();
      try {
        if (!messages.isEmpty() && part.commit(messages)) {
          settle(messages);
        }
      } catch (Throwable e) {
        // Scala code throws checked exceptions that it does not declare.
        fail(messages, e instanceof RuntimeException known ? known : new IllegalStateException(e));
        return;
      }
    }
  }

  private synchronized boolean awaitTurn() {
    long turn = System.nanoTime() + interval.toNanos();
    try {
      for (long left = interval.toNanos(); !isEnding && left > 0; left = turn - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      return !isEnding;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private synchronized List<TaskCommitMessage> messages() {
    return List.copyOf(waiting);
  }

  private synchronized void settle(List<TaskCommitMessage> messages) {
    committed.addAll(messages);
    waiting.subList(0, messages.size()).clear();
  }

  private void fail(List<TaskCommitMessage> messages, RuntimeException reason) {
    synchronized (this) {
      failure = reason;
      waiting.clear();
    }
    part.fail(messages, reason);
  }

  /** Ends the thread; a commit that is under way is finished first. */
  void end() {
    synchronized (this) {
      isEnding = true;
      notifyAll();
    }
    boolean isInterrupted = false;
    while (thread != null && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
        thread.interrupt();
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Those whose rows are not committed; when the thread has ended.
   *
   * @throws RuntimeException the reason why a commit has failed
   */
  synchronized WriterCommitMessage[] rest(WriterCommitMessage[] all) {
    if (failure != null) {
      throw failure;
    }
    return Arrays.stream(all)
        .filter(message -> !committed.contains(message))
        .toArray(WriterCommitMessage[]::new);
  }
}
