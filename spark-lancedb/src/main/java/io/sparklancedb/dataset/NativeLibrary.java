package io.sparklancedb.dataset;

import io.sparklancedb.error.ConnectionErrors;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.NativeReason;
import java.io.IOException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lance.JniLoader;
import org.lance.ipc.AsyncScanner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads Lance's native library, without leaving it behind and without letting one of its threads
 * end the executor.
 *
 * <p>lance-core unpacks 180 MB into {@code java.io.tmpdir} for each JVM, which removes them when it
 * ends in good order. Linux keeps a file that is mapped after its name is gone, so there it is
 * removed at once.
 *
 * <p>lance-core 7.0.0 starts a thread that looks for {@link AsyncScanner} in the system class
 * loader; where the bundle came through {@code --jars} that fails, the thread dies, and Spark's
 * handler of uncaught exceptions would end the JVM with code 50. Only asynchronous scans need that
 * thread, and we make none. Fixed after 7.0.0: https://github.com/lance-format/lance/pull/6946.
 */
public final class NativeLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
  private static final String WANTED = AsyncScanner.class.getName().replace('.', '/');

  /** Where Linux lists the files that the process has mapped. */
  private static final Path MAPS = Path.of("/proc/self/maps");

  /** As lance-core names what it unpacks. */
  private static final Pattern UNPACKED = Pattern.compile("liblance_jni\\d+\\.so");

  /** The linker names the file once or twice. */
  private static final Pattern LINKER = Pattern.compile("^(/\\S+: )+");

  private static final Pattern NONE_FOR_PLATFORM = Pattern.compile("cannot find|GLIBC");

  /** Tried once: the JVM does not initialize a class again whose initializer has failed. */
  private static final Optional<Throwable> FAILURE = load(folder());

  private NativeLibrary() {}

  /**
   * To be called before anything else of lance-core; costs nothing from the second time on.
   *
   * @throws LanceDbException when it cannot be loaded, each time
   */
  public static void load() {
    if (FAILURE.isPresent()) {
      throw refusal(FAILURE.get());
    }
  }

  private static Path folder() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static Optional<Throwable> load(Path folder) {
    if (AsyncScanner.class.getClassLoader() != ClassLoader.getSystemClassLoader()) {
      UncaughtExceptionHandler next = Thread.getDefaultUncaughtExceptionHandler();
      Thread.setDefaultUncaughtExceptionHandler((thread, problem) -> passOn(thread, problem, next));
    }
    try {
      JniLoader.ensureLoaded();
    } catch (ExceptionInInitializerError e) {
      return Optional.of(e.getCause());
    } catch (LinkageError e) {
      return Optional.of(e);
    }
    removeUnpacked(folder);
    LOG.info(Release.current().sentence());
    return Optional.empty();
  }

  private static LanceDbException refusal(Throwable failure) {
    boolean isOfFile = failure.getCause() instanceof IOException;
    String said = NativeReason.of(isOfFile ? failure.getCause() : failure);
    String reason = LINKER.matcher(said).replaceFirst("");
    return NONE_FOR_PLATFORM.matcher(reason).find()
        ? ConnectionErrors.noLibraryForPlatform(
            System.getProperty("os.name") + " " + System.getProperty("os.arch"), reason, failure)
        : ConnectionErrors.noLibrary(folder().toString(), reason, failure);
  }

  /** Those of other class loaders of this JVM are mapped as well, and may go with it. */
  private static void removeUnpacked(Path folder) {
    if (!Files.exists(MAPS)) {
      return;
    }
    try (Stream<String> maps = Files.lines(MAPS)) {
      List<Path> mapped =
          maps.filter(line -> line.indexOf('/') >= 0)
              .map(line -> Path.of(line.substring(line.indexOf('/'))))
              .filter(file -> UNPACKED.matcher(file.getFileName().toString()).matches())
              .distinct()
              .filter(file -> Files.exists(file))
              .toList();
      for (Path file : mapped) {
        if (Files.isSameFile(file.getParent(), folder)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.info("Lance's native library stays in {} until this JVM ends: {}.", folder, e.toString());
    }
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
