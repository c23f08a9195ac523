package io.sparklancedb.it;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A process that this JVM started, and what it has printed; closing ends it and its own children.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Process process;
  private final Thread reader;
  private final List<String> lines = new ArrayList<>();
  private boolean outputEnded;

  private ChildProcess(Process process) {
    this.process = process;
    this.reader = new Thread(this::readOutput, "output of process " + process.pid());
    reader.setDaemon(true);
  }

  /** Standard output and error are read as one. */
  public static ChildProcess start(
      List<String> command, Map<String, String> environment, Path folder) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.directory(folder.toFile());
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true);
    try {
      ChildProcess child = new ChildProcess(builder.start());
      child.reader.start();
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first line, from the beginning of the output on, in which the pattern is found. */
  public MatchResult awaitLine(Pattern pattern, Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    synchronized (lines) {
      for (int i = 0; ; i++) {
        while (i == lines.size()) {
          long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
          if (outputEnded || millis <= 0) {
            throw new IllegalStateException("No line has '" + pattern + "' in:\n" + output());
          }
          lines.wait(millis);
        }
        Matcher matcher = pattern.matcher(lines.get(i));
        if (matcher.find()) {
          return matcher.toMatchResult();
        }
      }
    }
  }

  public int awaitExit(Duration within) throws InterruptedException {
    if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("Still running after " + within + ":\n" + output());
    }
    reader.join(GRACE.toMillis());
    return process.exitValue();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it at once, as {@code kill -9} does: nothing of it runs any more. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** The processes that it started and those that these started. */
  public Stream<ProcessHandle> descendants() {
    return process.descendants();
  }

  /** What it has printed so far. */
  public String output() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> family =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    family.forEach(ProcessHandle::destroy);
    family.forEach(ChildProcess::awaitEnd);
  }

  private static void awaitEnd(ProcessHandle handle) {
    handle
        .onExit()
        .completeOnTimeout(handle, GRACE.toSeconds(), TimeUnit.SECONDS)
        .thenAccept(ProcessHandle::destroyForcibly)
        .join();
  }

  private void readOutput() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      output.lines().forEach(this::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      synchronized (lines) {
        outputEnded = true;
        lines.notifyAll();
      }
    }
  }

  private void add(String line) {
    synchronized (lines) {
      lines.add(line);
      lines.notifyAll();
    }
  }
}
