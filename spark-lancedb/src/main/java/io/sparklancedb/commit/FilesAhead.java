package io.sparklancedb.commit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Files of written keys in their order. Small ones are opened ahead by a few threads: to open a
 * file takes longer than to read its few rows, and most of that is waiting.
 */
final class FilesAhead implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int MOST_AHEAD = 2 * THREADS;

  /** A file that is yet to be opened. */
  record Unopened(Callable<KeyFile> opening, boolean isSmall) {}

  private final Iterator<Unopened> unopened;
  private final Deque<FutureTask<KeyFile>> ahead = new ArrayDeque<>();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS, THREADS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), FilesAhead::thread);

  FilesAhead(Iterator<Unopened> unopened) {
    this.unopened = unopened;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "lancedb-key-files");
    thread.setDaemon(true);
    return thread;
  }

  /** The next file, for the caller to close; there is one. */
  KeyFile next() throws Exception {
    FutureTask<KeyFile> file = ahead.isEmpty() ? take() : ahead.remove();
    while (unopened.hasNext() && ahead.size() < MOST_AHEAD) {
      ahead.add(take());
    }
    // Unless one of the threads has begun with it.
    file.run();
    try {
      return file.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (InterruptedException e) {
      ahead.addFirst(file);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while reading written keys.", e);
    }
  }

  private FutureTask<KeyFile> take() {
    Unopened next = unopened.next();
    FutureTask<KeyFile> file = new FutureTask<>(next.opening());
    // The last one may be the only one, which is wanted at once.
    if (next.isSmall() && unopened.hasNext()) {
      threads.execute(file);
    }
    return file;
  }

  /** Closes what was opened and not taken. */
  @Override
  public void close() throws Exception {
    threads.getQueue().clear();
    threads.shutdown();
    boolean wasInterrupted = false;
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
    for (FutureTask<KeyFile> file : ahead) {
      closeIfOpen(file);
    }
  }

  private static void closeIfOpen(FutureTask<KeyFile> file) throws Exception {
    if (file.isDone()) {
      try {
        file.get().close();
      } catch (ExecutionException e) {
        // It could not be opened, and nobody wants it any more.
      }
    }
  }
}
