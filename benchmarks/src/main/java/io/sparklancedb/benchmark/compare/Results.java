package io.sparklancedb.benchmark.compare;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;

/** The laps that count, by system and operation. */
final class Results {
  private final Map<Contender, Map<String, List<Event.Lap>>> laps = new EnumMap<>(Contender.class);

  void add(Contender contender, Event.Lap lap) {
    laps.computeIfAbsent(contender, c -> new HashMap<>())
        .computeIfAbsent(lap.operation(), o -> new ArrayList<>())
        .add(lap);
  }

  List<Event.Lap> of(Contender contender, String operation) {
    return laps.getOrDefault(contender, Map.of()).getOrDefault(operation, List.of());
  }

  boolean has(String operation) {
    return laps.values().stream().anyMatch(ofSystem -> ofSystem.containsKey(operation));
  }

  OptionalDouble seconds(Contender contender, String operation) {
    return median(of(contender, operation), Event.Lap::nanos);
  }

  /** Of all threads of the process, native ones among them. */
  OptionalDouble cpuSeconds(Contender contender, String operation) {
    return median(of(contender, operation), Event.Lap::cpuNanos);
  }

  private static OptionalDouble median(List<Event.Lap> laps, ToLongFunction<Event.Lap> measure) {
    if (laps.isEmpty()) {
      return OptionalDouble.empty();
    }
    long[] sorted = laps.stream().mapToLong(measure).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    return OptionalDouble.of(median / 1e9);
  }
}
