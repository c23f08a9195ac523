package io.sparklancedb.benchmark.compare;

import java.time.Instant;

/** What a process tells of its turn, as one line of text each. */
sealed interface Event {
  /** Before each event: native code may write to the same stream. */
  String MARK = "@event ";

  String line();

  /**
   * A measured piece of work.
   *
   * @param cpuNanos of all threads of the process, native ones among them
   */
  record Lap(String operation, Instant start, long nanos, long cpuNanos) implements Event {
    @Override
    public String line() {
      return String.join(
          "\t", "lap", operation, start.toString(), Long.toString(nanos), Long.toString(cpuNanos));
    }
  }

  /** What must be the same for every system. */
  record Check(String operation, String value) implements Event {
    @Override
    public String line() {
      return String.join("\t", "check", operation, value);
    }
  }

  /** Something that failed; the rest of the turn goes on without it. */
  record Failure(String operation, String reason) implements Event {
    @Override
    public String line() {
      return String.join("\t", "failure", operation, reason.replaceAll("\\s+", " "));
    }
  }

  record End() implements Event {
    @Override
    public String line() {
      return "end";
    }
  }

  static Event parse(String line) {
    String[] parts = line.split("\t");
    return switch (parts[0]) {
      case "lap" ->
          new Lap(
              parts[1],
              Instant.parse(parts[2]),
              Long.parseLong(parts[3]),
              Long.parseLong(parts[4]));
      case "check" -> new Check(parts[1], parts[2]);
      case "failure" -> new Failure(parts[1], parts[2]);
      case "end" -> new End();
      default -> throw new IllegalArgumentException("Cannot understand '%s'.".formatted(line));
    };
  }
}
