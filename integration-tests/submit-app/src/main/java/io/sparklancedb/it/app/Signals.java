package io.sparklancedb.it.app;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Points at which processes meet through files of one folder. A test says beforehand where it wants
 * a process to stop or to fail; the process that comes by says that it is there, with its process
 * id, and waits.
 */
public record Signals(String folder) implements Serializable {
  /** What a process dies of where the test wants it to fail. */
  public static final String REASON = "the user's own code fails";

  /** So that nothing that a test has forgotten waits for ever. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  /** For the test: whoever comes to the point is to wait there. */
  public void stopAt(String point) {
    create(file(point, "stop"), "");
  }

  /** For the test: whoever comes to the point is to fail. */
  public void failAt(String point) {
    create(file(point, "fail"), "");
  }

  /** For the test: whoever waits at the point, or will come there, may go on. */
  public void release(String point) {
    create(file(point, "go"), "");
  }

  /** For the test: whether somebody came to the point. */
  public boolean isReached(String point) {
    return Files.exists(fileOf(point));
  }

  /** For the test: the file that appears when somebody comes to the point. */
  public Path fileOf(String point) {
    return file(point, "reached");
  }

  /** For the test: the process that came to the point. */
  public long processAt(String point) {
    try {
      return Long.parseLong(Files.readString(file(point, "reached")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For the process: no interrupt ends the wait. */
  public void pass(String point) {
    create(file(point, "reached"), Long.toString(ProcessHandle.current().pid()));
    if (Files.exists(file(point, "fail"))) {
      throw new IllegalStateException(REASON);
    }
    if (Files.exists(file(point, "stop"))) {
      await(file(point, "go"));
    }
  }

  private static void await(Path go) {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    boolean interrupted = false;
    while (!Files.exists(go)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("Waited " + LONGEST + " in vain for " + go);
      }
      interrupted |= Thread.interrupted();
      LockSupport.parkNanos(1_000_000);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Path file(String point, String what) {
    return Path.of(folder, point + "." + what);
  }

  /** Nobody sees it without its text. */
  private static void create(Path file, String text) {
    try {
      Path whole = Files.createTempFile(file.getParent(), "new-", "");
      Files.writeString(whole, text);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
