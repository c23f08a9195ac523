package io.sparklancedb.lance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Makes the tables of one test, in a folder that goes with them. */
final class LanceTables implements BeforeEachCallback, AfterEachCallback {
  private final List<LanceTable> made = new ArrayList<>();
  private Path folder;

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    folder = Files.createTempDirectory("lance-");
  }

  /** A table that is there with its first fragment, with ids and these columns. */
  LanceTable create(Field... others) {
    Path place = folder.resolve(made.size() + ".lance");
    LanceTable table = new LanceTable(place, LanceRows.schema(others));
    made.add(table);
    return table;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    made.forEach(LanceTable::close);
    made.clear();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
