package io.sparklancedb.dataset;

import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.NativeReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what the native library threw: its kind stands only in its text. */
public record NativeFailure(String reason, Throwable cause) {
  /** Where in Lance's sources something went wrong. */
  private static final Pattern FROM_SOURCES = Pattern.compile("\\.rs:\\d+:\\d+");

  private static final Pattern STORAGE =
      Pattern.compile("LanceError\\(IO\\)|Generic \\w+ error|os error|HTTP error");

  private static final Pattern DAMAGE =
      Pattern.compile("failed to fill whole buffer|Invalid range|Object at location .* not found");

  private static final Pattern NO_FILE =
      Pattern.compile("Object at location .* not found|Not found: ");

  /**
   * Without secrets: neither the reason nor the cause holds a storage option. There always is a
   * cause: a failure without one is a refusal, and no task tries again.
   */
  public static NativeFailure of(Throwable thrown, StorageOptions storage) {
    String reason = storage.redact(NativeReason.of(thrown));
    boolean isClean =
        Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
            .map(each -> String.valueOf(each.getMessage()))
            .allMatch(message -> message.equals(storage.redact(message)));
    return new NativeFailure(reason, isClean ? thrown : standIn(thrown, reason));
  }

  public static NativeFailure of(Throwable thrown, TableReference version) {
    return of(thrown, version.address().storage());
  }

  private static Throwable standIn(Throwable thrown, String reason) {
    IOException told = new IOException(reason);
    told.setStackTrace(thrown.getStackTrace());
    return told;
  }

  /**
   * Throws the exception again if it is a defect of the connector: if neither Lance nor a file has
   * thrown it.
   *
   * @throws RuntimeException such a one
   */
  public static void raiseIfOurs(Throwable thrown) {
    if (thrown instanceof RuntimeException defect
        && !(defect instanceof UncheckedIOException)
        && !isNative(defect)) {
      throw defect;
    }
  }

  private static boolean isNative(Throwable thrown) {
    StackTraceElement[] stack = thrown.getStackTrace();
    return stack.length > 0
        && stack[0].isNativeMethod()
        && stack[0].getClassName().startsWith("org.lance.");
  }

  /**
   * Whether the storage could not be reached. Lance's readers throw {@code IOException} for a
   * damaged file as well, and report a truncated file in the words of the storage.
   */
  static boolean isOfStorage(Throwable thrown) {
    String text = String.valueOf(thrown.getMessage());
    boolean isOfJava = thrown instanceof IOException || thrown instanceof UncheckedIOException;
    if (isOfJava && !FROM_SOURCES.matcher(text).find()) {
      return true;
    }
    return STORAGE.matcher(text).find() && !DAMAGE.matcher(text).find();
  }

  /** Lance says so of a table, and of a version of it. */
  public static boolean isNotFound(Throwable thrown) {
    return thrown instanceof IllegalArgumentException
        && !(thrown instanceof LanceDbException)
        && NativeReason.of(thrown).contains("was not found");
  }

  /** Lance says so of a file, whatever the store. */
  public static boolean isFileNotFound(Throwable thrown) {
    return NO_FILE.matcher(NativeReason.of(thrown)).find();
  }

  public static boolean isAlreadyThere(Throwable thrown) {
    return NativeReason.of(thrown).contains("Dataset already exists");
  }

  /** Another transaction came first, and this one certainly was not committed. */
  public static boolean isConflict(Throwable thrown) {
    String reason = NativeReason.of(thrown);
    return reason.contains("commit conflict")
        || reason.contains("Incompatible transaction")
        || reason.contains("conflicting transaction")
        || reason.contains("Too much write contention");
  }
}
