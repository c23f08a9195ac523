package io.sparklancedb.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.key.KeyTable;
import io.sparklancedb.key.KeyType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lance.Dataset;

/** Which B-Trees the driver leaves to tasks. */
class BTreeCostsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "i64,    3000000, false, false",
    "i64,    3100000, true,  false",
    "date,   4500000, true,  true",
    "dec,    3000000, false, false",
    "str,    1000000, false, false",
    "str,    1100000, true,  false",
    "bin,    1600000, true,  true",
    "fbin,   1600000, true,  true"
  })
  void theLargerTheTableTheMoreIsLeftToTasks(String type, long rows, boolean build, boolean fold)
      throws IOException {
    KeyType key = KeyType.of(type);
    try (KeyTable table = new KeyTable(folder, key.field()).append(key.values(List.of(1)));
        Dataset dataset = TableLoader.open(table.newest())) {
      List<Integer> fields = DeclaredIndexes.fields(dataset, "k");

      assertEquals(build, BTreeCosts.buildInTasks(dataset, fields, rows));
      assertEquals(fold, BTreeCosts.foldInTask(dataset, fields, rows));
    }
  }
}
