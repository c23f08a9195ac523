package io.sparklancedb.commit;

import static io.sparklancedb.commit.Row.row;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.config.MergeRules;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another writer comes between the look at the newest version and the commit on it. */
class ConflictsTest {
  private static final WriteMode UPSERT = new WriteMode.Upsert(MergeRules.UPSERT);

  @TempDir private Path folder;
  private CommitTable table;

  @BeforeEach
  void makeTable() {
    table = new CommitTable(folder, CommitTable.KEYED).append(row(1, 10), row(2, 20));
  }

  @Test
  void aKeyThatAnotherWriterInsertsMeanwhileIsUpdated() {
    CommitResult result =
        table
            .write(UPSERT)
            .rows(row(2, 21), row(3, 31))
            .meanwhile(() -> table.append(row(3, 30), row(4, 40)))
            .change();

    assertEquals(List.of(row(1, 10), row(2, 21), row(3, 31), row(4, 40)), table.rows());
    assertEquals("1", result.properties().get("commit_retries"));
    assertEquals("2", result.properties().get("updated"));
    assertEquals(List.of(), table.leftovers());
  }
}
