package io.sparklancedb.it;

import io.sparklancedb.error.LanceDbException;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;

/** What somebody gets to read when something fails. */
public record Failure(Throwable thrown) {
  /** Runs what must fail. */
  public static Failure of(Executable action) {
    try {
      action.execute();
    } catch (Throwable thrown) {
      return new Failure(thrown);
    }
    throw new AssertionError("It did not fail.");
  }

  /** The message of the connector's own exception, however deep Spark has wrapped it. */
  public String refusal() {
    return cause(LanceDbException.class).getMessage();
  }

  /** The first exception of a type, from the outside in. */
  public <T extends Throwable> T cause(Class<T> type) {
    return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("No " + type.getSimpleName() + " in: " + text()));
  }

  /** All that a log would hold of it: messages, causes, suppressed exceptions, stacks. */
  public String text() {
    StringBuilder text = new StringBuilder();
    tell(thrown, text);
    return text.toString();
  }

  private static void tell(Throwable told, StringBuilder text) {
    text.append(told).append('\n');
    for (StackTraceElement position : told.getStackTrace()) {
      text.append("\tat ").append(position).append('\n');
    }
    for (Throwable suppressed : told.getSuppressed()) {
      tell(suppressed, text.append("Suppressed: "));
    }
    if (told.getCause() != null) {
      tell(told.getCause(), text.append("Caused by: "));
    }
  }
}
