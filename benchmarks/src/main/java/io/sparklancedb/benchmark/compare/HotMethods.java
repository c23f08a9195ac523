package io.sparklancedb.benchmark.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where Java threads were during laps, by a flight recording. A sample in native code shows the
 * Java method that called it; threads that the native library made itself are not seen.
 */
final class HotMethods {
  private static final Set<String> SAMPLES =
      Set.of("jdk.ExecutionSample", "jdk.NativeMethodSample");
  private static final int SHOWN = 15;

  private final List<RecordedEvent> samples;

  private HotMethods(List<RecordedEvent> samples) {
    this.samples = samples;
  }

  static HotMethods of(Path recording) throws IOException {
    return new HotMethods(
        RecordingFile.readAllEvents(recording).stream()
            .filter(event -> SAMPLES.contains(event.getEventType().getName()))
            .filter(event -> event.getStackTrace() != null)
            .filter(event -> !event.getStackTrace().getFrames().isEmpty())
            .toList());
  }

  /** The methods that were at the top of a stack most often, and those of ours that led there. */
  String during(String operation, List<Event.Lap> laps) {
    List<RecordedEvent> inside =
        samples.stream()
            .filter(sample -> laps.stream().anyMatch(lap -> within(lap, sample.getStartTime())))
            .filter(sample -> !waits(sample))
            .toList();
    return "%s: %d samples in %d runs%n%s%n  ours, nearest to the top:%n%s%n"
        .formatted(
            operation,
            inside.size(),
            laps.size(),
            counted(inside, sample -> name(sample.getStackTrace().getFrames().get(0))),
            counted(inside, HotMethods::nearestOfOurs));
  }

  private static boolean within(Event.Lap lap, Instant time) {
    return !time.isBefore(lap.start()) && time.isBefore(lap.start().plusNanos(lap.nanos()));
  }

  /** A thread that waits for input is sampled as if it ran. */
  private static boolean waits(RecordedEvent sample) {
    String top = name(sample.getStackTrace().getFrames().get(0));
    return top.startsWith("sun.nio.ch.")
        || top.startsWith("java.io.FileInputStream.read")
        || top.startsWith("java.lang.ProcessHandleImpl");
  }

  private interface Name {
    String of(RecordedEvent sample);
  }

  private static String counted(List<RecordedEvent> samples, Name name) {
    Map<String, Integer> counts = new HashMap<>();
    samples.forEach(sample -> counts.merge(name.of(sample), 1, Integer::sum));
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .limit(SHOWN)
        .map(
            entry ->
                String.format(
                    Locale.ROOT,
                    "  %5.1f %%  %s",
                    100.0 * entry.getValue() / samples.size(),
                    entry.getKey()))
        .collect(Collectors.joining("\n"));
  }

  private static String nearestOfOurs(RecordedEvent sample) {
    return sample.getStackTrace().getFrames().stream()
        .map(HotMethods::name)
        .filter(name -> name.startsWith("io.sparklancedb."))
        .filter(name -> !name.startsWith("io.sparklancedb.benchmark."))
        .findFirst()
        .orElse("(none)");
  }

  private static String name(RecordedFrame frame) {
    RecordedMethod method = frame.getMethod();
    return method.getType().getName() + "." + method.getName();
  }
}
