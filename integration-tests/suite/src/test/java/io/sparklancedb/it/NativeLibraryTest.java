package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where Lance's native library is unpacked, and what is said when it cannot be. */
@Tag("engine")
@Tag("faults")
class NativeLibraryTest {
  private static final String REFUSAL =
      "told: Cannot load Lance's native library from the folder 'FOLDER': %s. Choose a folder with 200 MB of room that may hold programs: set -Djava.io.tmpdir=<folder> in 'spark.driver.extraJavaOptions' and 'spark.executor.extraJavaOptions'.";

  @TempDir private Path folder;
  @TempDir private Path results;

  @Test
  void leavesNothingBehindWhenTheJvmIsKilled() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/maps")));

    String told =
        "told: Cannot read table '/nowhere/none.lance': there is none. Check 'db_uri' and 'table_name', or write it first.";
    assertEquals(List.of(told, told), lines(folder));
  }

  @Test
  void aFolderWithoutRoomIsNamedEachTime() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder, 4)) {
      String told = REFUSAL.formatted("No space left on device");

      assertEquals(List.of(told, told), told(disk.folder()));
    }
  }

  @Test
  void aFolderThatMayNotHoldProgramsIsNamed() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder, 400)) {
      disk.forbidPrograms();

      String told = REFUSAL.formatted("failed to map segment from shared object");
      assertEquals(List.of(told, told), told(disk.folder()));
    }
  }

  private List<String> told(Path temporary) throws Exception {
    return lines(temporary).stream().filter(line -> line.startsWith("told")).toList();
  }

  /** What the JVM prints, with the folder as {@code FOLDER}. */
  private List<String> lines(Path temporary) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split("\\s+")));
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    Path lines = results.resolve("lines");
    command.addAll(List.of(OpenNothing.class.getName(), "/nowhere", lines.toString()));
    try (ChildProcess child = ChildProcess.start(command, Map.of(), results)) {
      assertEquals(0, child.awaitExit(Duration.ofMinutes(2)), child::output);
    }
    return Files.readString(lines)
        .replace(temporary.toString(), "FOLDER")
        .lines()
        .filter(line -> line.startsWith("told: ") || line.startsWith("left: liblance"))
        .toList();
  }
}
