package io.sparklancedb.benchmark.growth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What Linux tells of a process in {@code /proc}. */
record ProcessUse(ProcessHandle process) {
  private static final String RESET_PEAK = "5";
  private static final String PEAK = "VmHWM:";

  static ProcessUse ofThis() {
    return new ProcessUse(ProcessHandle.current());
  }

  /** Of all its threads, also native ones; in steps of 10 ms. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  void resetPeak() {
    try {
      Files.writeString(file("clear_refs"), RESET_PEAK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The most resident memory since the last reset, in MiB. */
  long peakMebibytes() {
    try {
      return Files.readAllLines(file("status")).stream()
          .filter(line -> line.startsWith(PEAK))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String name) {
    return Path.of("/proc", String.valueOf(process.pid()), name);
  }
}
