package io.sparklancedb.commit;

import static io.sparklancedb.commit.CommitTable.KEYED;
import static io.sparklancedb.commit.Row.row;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.config.MergeRules;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A write that looks for its keys in an index whose files are gone. */
class UnreadableIndexTest {
  private static final WriteMode UPSERT = new WriteMode.Upsert(MergeRules.UPSERT);

  @TempDir private Path folder;

  @Test
  void failsNoWrite() throws IOException {
    CommitTable table = new CommitTable(folder, KEYED);
    table.append(row(1, 10), row(2, 20)).index("id");
    try (Stream<Path> files = Files.walk(table.folder().resolve("_indices"))) {
      files.map(Path::toFile).filter(File::isFile).forEach(File::delete);
    }
    System.setProperty("io.sparklancedb.locate", "index");
    try {
      table.write(UPSERT).rows(row(2, 21), row(3, 30)).change();
    } finally {
      System.clearProperty("io.sparklancedb.locate");
    }

    assertEquals(List.of(row(1, 10), row(2, 21), row(3, 30)), table.rows());
  }
}
