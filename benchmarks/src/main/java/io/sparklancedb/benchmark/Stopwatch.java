package io.sparklancedb.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * The times of named pieces of work, by the clock and by the processor: the second tells more when
 * others use the machine. The first runs of each, which warm the JVM up, do not count.
 */
public final class Stopwatch {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final int warmUps;
  private final Map<String, List<Lap>> laps = new LinkedHashMap<>();

  private record Lap(long nanos, long cpuNanos) {}

  public Stopwatch(int warmUps) {
    this.warmUps = warmUps;
  }

  public void time(String name, Runnable work) {
    long cpuStart = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    work.run();
    Lap lap = new Lap(System.nanoTime() - start, PROCESS.getProcessCpuTime() - cpuStart);
    laps.computeIfAbsent(name, n -> new ArrayList<>()).add(lap);
  }

  public Set<String> names() {
    return laps.keySet();
  }

  /** The median by the clock. */
  public double seconds(String name) {
    return median(name, Lap::nanos);
  }

  /** Of all threads of the process, native ones among them. */
  public double cpuSeconds(String name) {
    return median(name, Lap::cpuNanos);
  }

  private double median(String name, ToLongFunction<Lap> measure) {
    long[] sorted = laps.get(name).stream().skip(warmUps).mapToLong(measure).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    return median / 1e9;
  }

  /** All that counted, in the order in which they ran. */
  public List<String> all(String name) {
    return laps.get(name).stream()
        .skip(warmUps)
        .map(lap -> "%.2f".formatted(lap.nanos() / 1e9))
        .toList();
  }
}
