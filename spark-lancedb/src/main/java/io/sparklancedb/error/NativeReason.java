package io.sparklancedb.error;

import java.util.regex.Pattern;

/** Turns what the native library threw into words for a sentence of ours. */
public final class NativeReason {
  private static final Pattern SOURCE_POSITION = Pattern.compile(",? (/[^\\s,]*\\.rs:\\d+:\\d+)");
  private static final Pattern STACK = Pattern.compile("(?s)\\n.*");
  private static final Pattern WRAPPER =
      Pattern.compile(
          "^(java\\.[\\w.]+: |\\[errno \\d+] |LanceError\\(\\w+\\): "
              + "|External error: |Wrapped error: |Cloned error: |Generic N/A error: )+");

  private NativeReason() {}

  /** Returns the first line of the message, without positions in the native sources. */
  public static String of(Throwable thrown) {
    String message =
        thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
    String line = STACK.matcher(message).replaceFirst("");
    line = SOURCE_POSITION.matcher(line).replaceAll("");
    line = WRAPPER.matcher(line).replaceFirst("").strip();
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
