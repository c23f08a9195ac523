package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random nested rows come back as they were written, in a process that lance-core may end. */
class NestedRowsTest {
  @TempDir Path folder;

  @Test
  @Tag("engine")
  void someRandomTreesComeBack() throws Exception {
    check(1, 15, Duration.ofMinutes(3));
  }

  /**
   * {@code -Dnested.rows.trees=20000 -Dnested.rows.first=1} for more, and others. About one tree in
   * 6,000 (that of seed 5630) fails after the compaction, by a defect of lance-core 7.0.0: lists
   * that are mostly null or empty, of fragments with deleted rows, cannot be read then.
   */
  @Test
  @Tag("soak")
  void manyRandomTreesComeBack() throws Exception {
    check(
        Long.getLong("nested.rows.first", 1_000),
        Long.getLong("nested.rows.trees", 500),
        Duration.ofHours(8));
  }

  private void check(long first, long count, Duration within) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.matches("--add-opens=.*|-XX:\\+Ignore.*|-Djdk.*|-Dio.netty.*"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xmx1500m",
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            "io.sparklancedb.it.NestedRowsCheck",
            folder.toString(),
            Long.toString(first),
            Long.toString(count)));
    try (ChildProcess child = ChildProcess.start(command, Map.of(), folder)) {
      int exit = child.awaitExit(within);
      List<String> lines = child.output().lines().toList();
      List<String> wrong = lines.stream().filter(line -> line.startsWith("WRONG")).toList();
      assertEquals(List.of(), wrong);
      String last =
          lines.stream()
              .filter(line -> line.startsWith("seed "))
              .reduce((a, b) -> b)
              .orElse("none");
      assertEquals(0, exit, "The process ended while it was at " + last);
      assertEquals(1, lines.stream().filter(("checked " + count)::equals).count());
    }
  }
}
