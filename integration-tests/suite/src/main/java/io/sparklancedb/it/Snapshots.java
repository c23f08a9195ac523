package io.sparklancedb.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Copies of a folder, each as a process that was killed just then would have left it: one before
 * every call of the operating system that changes a file in there. The process is run with a
 * library before the system's own, which the C compiler makes; a test is skipped where there is
 * none.
 */
public record Snapshots(Path library, Path copies) {
  /** Takes a new, empty folder. */
  public static Snapshots in(Path folder) throws IOException, InterruptedException {
    Path source = folder.resolve("snapshots.c");
    Path library = folder.resolve("snapshots.so");
    try (InputStream code = Snapshots.class.getResourceAsStream("snapshots.c")) {
      Files.copy(code, source);
    }
    assumeTrue(
        compile("gcc", "-shared", "-fPIC", "-o", "" + library, "" + source, "-ldl"),
        "there is no gcc");
    return new Snapshots(library, Files.createDirectory(folder.resolve("copies")));
  }

  /**
   * What the process needs in its environment.
   *
   * @param from the file whose appearance begins the copying
   * @param until the file whose appearance ends it
   */
  public Map<String, String> environment(Path copied, Path from, Path until) {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "SNAPSHOTS_OF", copied.toString(),
        "SNAPSHOTS_TO", copies.toString(),
        "SNAPSHOTS_FROM", from.toString(),
        "SNAPSHOTS_UNTIL", until.toString());
  }

  /** In the order of time. */
  public List<Path> all() throws IOException {
    try (var folders = Files.list(copies)) {
      return folders.sorted().toList();
    }
  }

  private static boolean compile(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
