package io.sparklancedb.dataset;

import java.lang.Thread.UncaughtExceptionHandler;
import org.lance.JniLoader;
import org.lance.ipc.AsyncScanner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads Lance's native library without letting one of its threads end the executor. lance-core
 * 7.0.0 starts a thread that looks for {@link AsyncScanner} in the system class loader; where the
 * bundle came through {@code --jars} that fails, the thread dies, and Spark's handler of uncaught
 * exceptions would end the JVM with code 50. Only asynchronous scans need that thread, and we make
 * none. Fixed after 7.0.0: https://github.com/lance-format/lance/pull/6946.
 */
public final class NativeLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
  private static final String WANTED = AsyncScanner.class.getName().replace('.', '/');

  static {
    if (AsyncScanner.class.getClassLoader() != ClassLoader.getSystemClassLoader()) {
      UncaughtExceptionHandler next = Thread.getDefaultUncaughtExceptionHandler();
      Thread.setDefaultUncaughtExceptionHandler((thread, problem) -> passOn(thread, problem, next));
    }
    JniLoader.ensureLoaded();
  }

  private NativeLibrary() {}

  /** To be called before anything else of lance-core; costs nothing from the second time on. */
  public static void load() {
    // The class's initializer has done it.
  }

  private static void passOn(Thread thread, Throwable problem, UncaughtExceptionHandler next) {
    if (problem instanceof NoClassDefFoundError && WANTED.equals(problem.getMessage())) {
      LOG.debug("Asynchronous scans are not available.", problem);
    } else if (next != null) {
      next.uncaughtException(thread, problem);
    } else {
      LOG.error("Exception in thread \"{}\"", thread.getName(), problem);
    }
  }
}
