package io.sparklancedb.benchmark.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How the comparison is run, from the system properties {@code compare.*}.
 *
 * @param rows of the table
 * @param warmUpRows of the small table with which every process runs all of its turn beforehand
 * @param longRounds turns of each system that count, with long keys; 0 leaves them out
 * @param uuidRounds the same with uuid strings as keys
 * @param shares sizes of the upserts, the last of which makes the table that is read
 * @param reads how often each query is measured in a turn
 * @param profile where the flight recording of the connector's process goes
 */
record CompareOptions(
    Path folder,
    long rows,
    long warmUpRows,
    int warmUps,
    int longRounds,
    int uuidRounds,
    List<Share> shares,
    int reads,
    List<Contender> systems,
    Optional<Path> profile) {
  static CompareOptions fromProperties() {
    long rows = number("compare.rows");
    List<Share> shares = list("compare.shares").stream().map(Share::new).toList();
    String profile = text("compare.profile");
    return new CompareOptions(
        Path.of(text("compare.folder")),
        rows,
        Math.min(rows, number("compare.warmUpRows")),
        (int) number("compare.warmUps"),
        (int) number("compare.rounds"),
        (int) number("compare.uuidRounds"),
        lastToBeRead(shares, new Share(text("compare.readShare"))),
        (int) number("compare.reads"),
        list("compare.systems").stream().map(Contender::of).toList(),
        profile.isEmpty() ? Optional.empty() : Optional.of(Path.of(profile)));
  }

  int rounds(KeyKind keys) {
    return keys == KeyKind.LONG ? longRounds : uuidRounds;
  }

  /** Strings as keys are compared for writing only. */
  int reads(KeyKind keys) {
    return keys == KeyKind.LONG ? reads : 0;
  }

  private static List<Share> lastToBeRead(List<Share> shares, Share read) {
    List<Share> ordered = new ArrayList<>(shares);
    ordered.remove(read);
    ordered.add(read);
    return ordered;
  }

  private static List<String> list(String key) {
    return Arrays.stream(text(key).split(",")).map(String::strip).toList();
  }

  private static long number(String key) {
    String text = text(key);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Cannot use '%s' = '%s': expected a whole number.".formatted(key, text), e);
    }
  }

  private static String text(String key) {
    String text = System.getProperty(key);
    if (text == null) {
      throw new IllegalArgumentException(
          "Cannot compare without '%s'. Run benchmarks/compare.".formatted(key));
    }
    return text.strip();
  }
}
