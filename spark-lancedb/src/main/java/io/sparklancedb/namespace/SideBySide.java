package io.sparklancedb.namespace;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Asks the same of many, some at a time: for questions that wait for a storage. */
final class SideBySide {
  private SideBySide() {}

  /**
   * Those of which the answer is yes, in their order. The first failure ends it, and is thrown.
   *
   * @param most so many are asked at a time
   */
  static <T> List<T> filter(List<T> all, int most, Predicate<T> question) {
    if (all.isEmpty()) {
      return List.of();
    }
    AtomicBoolean failed = new AtomicBoolean();
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(most, all.size()), SideBySide::daemon);
    try {
      List<Future<Boolean>> answers =
          all.stream()
              .map(one -> threads.submit(() -> !failed.get() && ask(one, question, failed)))
              .toList();
      List<T> found = new ArrayList<>();
      for (int i = 0; i < answers.size(); i++) {
        if (answer(answers.get(i))) {
          found.add(all.get(i));
        }
      }
      return found;
    } finally {
      threads.shutdownNow();
    }
  }

  /** What has not begun when one fails is not asked any more. */
  private static <T> boolean ask(T one, Predicate<T> question, AtomicBoolean failed) {
    try {
      return question.test(one);
    } catch (RuntimeException | Error e) {
      failed.set(true);
      throw e;
    }
  }

  private static boolean answer(Future<Boolean> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a storage was asked.", e);
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    }
  }

  /** A question throws nothing else. */
  private static RuntimeException thrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return (RuntimeException) cause;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "lancedb-ask");
    thread.setDaemon(true);
    return thread;
  }
}
