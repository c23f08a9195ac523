package io.sparklancedb.namespace;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Makes the same call for many, some at a time: for calls that wait for a storage. */
final class ParallelCalls {
  private ParallelCalls() {}

  /**
   * Those of which the answer is yes, in their order. The first failure ends it, and is thrown.
   *
   * @param most so many run at a time
   */
  static <T> List<T> filter(List<T> all, int most, Predicate<T> call) {
    if (all.isEmpty()) {
      return List.of();
    }
    AtomicBoolean failed = new AtomicBoolean();
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(most, all.size()), ParallelCalls::daemon);
    try {
      List<Future<Boolean>> answers =
          all.stream()
              .map(one -> threads.submit(() -> !failed.get() && call(one, call, failed)))
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

  /** What has not begun when one fails is not called any more. */
  private static <T> boolean call(T one, Predicate<T> call, AtomicBoolean failed) {
    try {
      return call.test(one);
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
      throw new IllegalStateException("Interrupted while a storage was called.", e);
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    }
  }

  /** A call throws nothing else. */
  private static RuntimeException thrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return (RuntimeException) cause;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "lancedb-call");
    thread.setDaemon(true);
    return thread;
  }
}
