package io.sparklancedb.benchmark.compare;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a process is asked to do next, as one line of text.
 *
 * @param shares the upserts, the last of which makes the table that is read
 * @param reads how often each query is measured, after one that does not count; 0 for none
 * @param checks whether results are checked
 */
record TurnOrder(Source source, List<Share> shares, int reads, boolean checks) {
  TurnOrder {
    shares = List.copyOf(shares);
  }

  String line() {
    return String.join(
        "\t",
        source.folder().toString(),
        source.keys().name(),
        Long.toString(source.rows()),
        shares.stream().map(Share::text).collect(Collectors.joining(",")),
        Integer.toString(reads),
        Boolean.toString(checks));
  }

  static TurnOrder parse(String line) {
    String[] parts = line.split("\t");
    return new TurnOrder(
        new Source(Path.of(parts[0]), KeyKind.valueOf(parts[1]), Long.parseLong(parts[2])),
        Arrays.stream(parts[3].split(",")).map(Share::new).toList(),
        Integer.parseInt(parts[4]),
        Boolean.parseBoolean(parts[5]));
  }
}
