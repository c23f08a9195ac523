package io.sparklancedb.benchmark.compare;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The results as the README shows them. */
final class MarkdownReport {
  private static final Contender OURS = Contender.SPARK_LANCEDB;

  private final Results results;
  private final CompareOptions options;

  MarkdownReport(Results results, CompareOptions options) {
    this.results = results;
    this.options = options;
  }

  String text(KeyKind keys) {
    String title =
        "%,d rows, %s keys, float[%d]; medians of %d rounds; in brackets how many times ours"
            .formatted(
                options.rows(),
                keys == KeyKind.LONG ? "long" : "uuid string",
                SourceRows.DIMENSION,
                options.rounds(keys));
    return String.join(
        "\n",
        "**" + title + "**",
        "",
        table("seconds", results::seconds),
        table("processor seconds", results::cpuSeconds),
        targets());
  }

  /** One of the two clocks. */
  private interface Clock {
    OptionalDouble of(Contender contender, String operation);
  }

  private String table(String name, Clock clock) {
    List<Contender> systems = options.systems();
    StringBuilder table = new StringBuilder();
    row(table, name, systems.stream().map(Contender::label).toList());
    row(table, "---", systems.stream().map(system -> "---:").toList());
    for (String operation : Operations.all(options.shares())) {
      if (results.has(operation)) {
        OptionalDouble ours = clock.of(OURS, operation);
        row(
            table,
            operation,
            systems.stream()
                .map(system -> cell(system, clock.of(system, operation), ours))
                .toList());
      }
    }
    return table.toString();
  }

  private static void row(StringBuilder table, String first, List<String> cells) {
    table.append("| ").append(first).append(" | ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String cell(Contender system, OptionalDouble theirs, OptionalDouble ours) {
    if (theirs.isEmpty()) {
      return "";
    }
    String seconds = seconds(theirs.getAsDouble());
    if (system == OURS || ours.isEmpty()) {
      return seconds;
    }
    return "%s (%s)".formatted(seconds, ratio(theirs.getAsDouble() / ours.getAsDouble()));
  }

  /** What an upsert costs against an append of the same rows to an empty table. */
  private String targets() {
    return options.shares().stream()
        .sorted(Comparator.comparingDouble(Share::value))
        .filter(share -> results.seconds(OURS, Operations.append(share)).isPresent())
        .map(this::appendTarget)
        .collect(Collectors.joining("\n"));
  }

  private String appendTarget(Share share) {
    OptionalDouble upsert = results.seconds(OURS, Operations.upsert(share));
    double append = results.seconds(OURS, Operations.append(share)).getAsDouble();
    double reach = 1.3 * append + 0.3;
    return "- upsert of %s: %s s; 1.3 appends and 0.3 s: %s s"
        .formatted(
            share.percent(),
            upsert.isPresent() ? seconds(upsert.getAsDouble()) : "failed",
            seconds(reach));
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, seconds < 1 ? "%.3f" : "%.2f", seconds);
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, ratio < 10 ? "%.2f" : "%.0f", ratio);
  }
}
