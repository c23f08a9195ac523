package io.sparklancedb.benchmark.compare;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One system's process, as the process that compares sees it. */
final class WorkerProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
  private static final long SECONDS_TO_END = 30;

  private final String name;
  private final Process process;
  private final BufferedReader events;
  private final BufferedWriter orders;

  private WorkerProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.events = process.inputReader();
    this.orders = process.outputWriter();
  }

  static WorkerProcess start(String name, List<String> jvm, Path folder) throws IOException {
    List<String> command = new ArrayList<>(jvm);
    command.addAll(List.of(Worker.class.getName(), name, folder.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new WorkerProcess(name, process);
  }

  String name() {
    return name;
  }

  /** Waits for the end of the turn. */
  List<Event> take(TurnOrder order) throws IOException {
    orders.write(order.line());
    orders.newLine();
    orders.flush();
    List<Event> told = new ArrayList<>();
    for (String line = events.readLine(); line != null; line = events.readLine()) {
      if (!line.startsWith(Event.MARK)) {
        LOG.error("{}: {}", name, line);
        continue;
      }
      Event event = Event.parse(line.substring(Event.MARK.length()));
      if (event instanceof Event.End) {
        return told;
      }
      told.add(event);
    }
    throw new IOException("Cannot go on: the process of '%s' ended within a turn.".formatted(name));
  }

  /** Without more orders the process ends by itself. */
  @Override
  public void close() {
    try {
      orders.close();
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
