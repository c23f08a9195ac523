package io.sparklancedb.benchmark.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Runs all systems in turn and prints one table. */
public final class Compare {
  private final CompareOptions options;
  private final JavaCommand java;
  private final Path folder;
  private final PrintStream out;
  private final PrintStream log;
  private final Instant started = Instant.now();
  private final Map<Contender, WorkerProcess> workers = new EnumMap<>(Contender.class);
  private boolean warm;
  private final List<String> problems = new ArrayList<>();

  private Compare(CompareOptions options, JavaCommand java, Path folder) {
    this.options = options;
    this.java = java;
    this.folder = folder;
    this.out = System.out;
    this.log = System.err;
  }

  public static void main(String[] arguments) throws IOException {
    CompareOptions options = CompareOptions.fromProperties();
    Path folder = Files.createTempDirectory(Files.createDirectories(options.folder()), "compare-");
    // Also when the run is interrupted, as it holds gigabytes of memory.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.delete(folder)));
    new Compare(options, JavaCommand.fromProperties(), folder).run();
  }

  private void run() throws IOException {
    Map<KeyKind, Results> results = new EnumMap<>(KeyKind.class);
    try {
      for (Contender contender : options.systems()) {
        Optional<Path> recording =
            options.profile().filter(file -> contender == Contender.SPARK_LANCEDB);
        workers.put(
            contender,
            WorkerProcess.start(contender.label(), java.of(contender, recording), folder));
      }
      for (KeyKind keys : KeyKind.values()) {
        if (options.rounds(keys) > 0) {
          results.put(keys, compare(keys));
        }
      }
    } finally {
      workers.values().forEach(WorkerProcess::close);
    }
    for (Map.Entry<KeyKind, Results> entry : results.entrySet()) {
      say(out, "%s%n", new MarkdownReport(entry.getValue(), options).text(entry.getKey()));
    }
    if (options.profile().isPresent()) {
      profile(results, options.profile().get());
    }
    problems.forEach(problem -> say(out, "- %s", problem));
    say(log, "took %d s", Duration.between(started, Instant.now()).toSeconds());
  }

  private Results compare(KeyKind keys) throws IOException {
    warmUp(keys);
    Source source = Source.in(folder, keys, options.rows());
    Map<String, String> checks = make(order(source, true));
    Results results = new Results();
    for (int i = 0; i < options.rounds(keys); i++) {
      // To look at all values takes longer than to write them; once is enough.
      round("round " + (i + 1), order(source, i == 0), checks, results);
    }
    Folders.delete(source.folder());
    return results;
  }

  /** Every process does all of its turn with few rows, and forgets its times. */
  private void warmUp(KeyKind keys) throws IOException {
    // Processes that have met one kind of key know most of their code.
    int turns = warm ? Math.min(1, options.warmUps()) : options.warmUps();
    warm = true;
    if (turns == 0) {
      return;
    }
    Source source = Source.in(folder, keys, options.warmUpRows());
    Map<String, String> checks = make(order(source, true));
    for (int i = 0; i < turns; i++) {
      round("warm-up " + (i + 1), order(source, true), checks, new Results());
    }
    Folders.delete(source.folder());
  }

  private TurnOrder order(Source source, boolean checks) {
    return new TurnOrder(source, options.shares(), options.reads(source.keys()), checks);
  }

  private Map<String, String> make(TurnOrder order) throws IOException {
    try (WorkerProcess maker = WorkerProcess.start(Worker.SOURCE, java.source(), folder)) {
      Map<String, String> checks = new TreeMap<>();
      for (Event event : maker.take(order)) {
        if (event instanceof Event.Check check) {
          checks.put(check.operation(), check.value());
        }
      }
      say(log, "%s: %,d rows, %s", elapsed(), order.source().rows(), order.source().keys());
      return checks;
    }
  }

  /** One turn of every system. */
  private void round(String name, TurnOrder order, Map<String, String> checks, Results results) {
    for (Contender contender : List.copyOf(workers.keySet())) {
      try {
        for (Event event : workers.get(contender).take(order)) {
          if (event instanceof Event.Lap lap) {
            results.add(contender, lap);
          } else if (event instanceof Event.Check check) {
            compare(contender, check, checks);
          } else if (event instanceof Event.Failure failure) {
            problem("%s: %s: %s", contender.label(), failure.operation(), failure.reason());
          }
        }
      } catch (IOException e) {
        problem("%s: %s", contender.label(), e.getMessage());
        workers.remove(contender).close();
      }
      say(log, "%s: %s %s, %s", elapsed(), order.source().keys(), name, contender.label());
    }
  }

  /** Against the source, or for what the source does not say against the first system. */
  private void compare(Contender contender, Event.Check check, Map<String, String> checks) {
    String expected = checks.putIfAbsent(check.operation(), check.value());
    if (expected != null && !expected.equals(check.value())) {
      problem(
          "%s: %s: wrong result '%s', expected '%s'",
          contender.label(), check.operation(), check.value(), expected);
    }
  }

  private void profile(Map<KeyKind, Results> results, Path recording) throws IOException {
    HotMethods methods = HotMethods.of(recording);
    for (Map.Entry<KeyKind, Results> entry : results.entrySet()) {
      say(out, "## %s", entry.getKey());
      for (String operation : Operations.all(options.shares())) {
        List<Event.Lap> laps = entry.getValue().of(Contender.SPARK_LANCEDB, operation);
        if (!laps.isEmpty()) {
          say(out, "%s", methods.during(operation, laps));
        }
      }
    }
  }

  private void problem(String format, Object... values) {
    String problem = format.formatted(values);
    problems.add(problem);
    say(log, "%s", problem);
  }

  private String elapsed() {
    return "%4d s".formatted(Duration.between(started, Instant.now()).toSeconds());
  }

  private static void say(PrintStream stream, String format, Object... values) {
    stream.printf(format + "%n", values);
  }
}
