package io.sparklancedb.it;

import io.sparklancedb.LanceDb;
import io.sparklancedb.error.LanceDbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A JVM without Spark that loads Lance's native library, twice: writes down what it is told of it,
 * and what stands in the folder for temporary files then.
 */
public final class OpenNothing {
  private OpenNothing() {}

  /**
   * @param arguments a database, and the file to write to
   */
  public static void main(String[] arguments) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      try {
        LanceDb.connect(arguments[0], Map.of(), Duration.ZERO).openTable("none");
      } catch (LanceDbException e) {
        lines.add("told: " + e.getMessage());
      }
    }
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      files.forEach(file -> lines.add("left: " + file.getFileName()));
    }
    Files.write(Path.of(arguments[1]), lines);
  }
}
