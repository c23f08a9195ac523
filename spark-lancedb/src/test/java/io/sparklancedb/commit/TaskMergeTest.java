package io.sparklancedb.commit;

import static io.sparklancedb.commit.Row.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.config.MergeRules;
import io.sparklancedb.config.MergeRules.WhenMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatchedBySource;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.key.IndexShare;
import io.sparklancedb.key.StoreWaits;
import io.sparklancedb.key.TableSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks look for their own keys where they can; what they cannot know the driver finds out. */
class TaskMergeTest {
  private static final WriteMode UPSERT = new WriteMode.Upsert(MergeRules.UPSERT);
  private static final WriteMode MERGE =
      new WriteMode.RowLevel("merge", Optional.empty(), Set.of());

  @TempDir private Path folder;
  private CommitTable table;

  @BeforeEach
  void makeTable() {
    System.setProperty("io.sparklancedb.locate", "task");
    table = new CommitTable(folder, CommitTable.KEYED).append(row(1, 10), row(2, 20)).index("id");
  }

  @AfterEach
  void leaveTheChoiceToTheRule() {
    System.clearProperty("io.sparklancedb.locate");
  }

  @Test
  void theDriverNeedNotLookWhenAllTasksHave() {
    CommitResult result =
        table.write(UPSERT).rows(row(3, 30), row(1, 11)).rows(row(2, 21)).lookInTasks().change();

    assertEquals(List.of(row(1, 11), row(2, 21), row(3, 30)), table.rows());
    assertEquals("task", result.properties().get("located_by"));
    assertEquals("3", result.properties().get("probed_keys"));
    assertEquals("0", result.properties().get("scanned_rows"));
  }

  @Test
  void theDriverLooksInAnotherVersion() {
    TableWrite write = table.write(UPSERT).rows(row(1, 11), row(2, 21)).lookInTasks();
    OtherWriter.UPDATES_THE_SAME_ROW.writeTo(table);

    CommitResult result = write.change();

    assertEquals("scan", result.properties().get("located_by"));
  }

  /** As after another writer has set a property of the table. */
  @Test
  void aVersionWithTheSameRowsIsNoOther() {
    TableWrite write = table.write(UPSERT).rows(row(1, 11)).lookInTasks();
    table.index("n");

    CommitResult result = write.change();

    assertEquals("task", result.properties().get("located_by"));
    assertEquals(List.of(row(1, 11), row(2, 20)), table.rows());
  }

  @Test
  void aKeyOfTwoTasksIsRefused() {
    TableWrite write =
        table.write(UPSERT).rows(row(1, 11)).rows(row(1, 12)).mayRepeatKeys().lookInTasks();

    assertRefused(
        "Cannot write: two of the rows have the primary key 'id' = '1'. Keep one row of each key, such as dropDuplicates(\"id\").",
        write);
  }

  @Test
  void aKeyThatIsTwiceInOneTaskIsLeftToTheDriverToRefuse() {
    TableWrite write = table.write(UPSERT).rows(row(1, 11), row(1, 12)).lookInTasks();

    assertEquals(List.of(), write.staged().matches());
    assertRefused(
        "Cannot write: two of the rows have the primary key 'id' = '1'. Keep one row of each key, such as dropDuplicates(\"id\").",
        write);
  }

  @Test
  void soIsAKeyThatMustNotBeThere() {
    MergeRules rules =
        new MergeRules(WhenMatched.FAIL, WhenNotMatched.INSERT, WhenNotMatchedBySource.KEEP);
    TableWrite write =
        table.write(new WriteMode.Upsert(rules)).rows(row(3, 30)).rows(row(1, 11)).lookInTasks();

    assertEquals(List.of(), write.staged().matches());
    assertRefused(
        "Cannot write: a row of the table has the primary key 'id' = '1' already, and 'when_matched' is 'fail'. Drop such rows, or set 'when_matched' to 'update', 'update_changed' or 'ignore'.",
        write);
  }

  /** The table may not be the one that the write will meet. */
  @Test
  void aVersionThatIsGoneFailsNoTask() {
    TableWrite write = table.write(UPSERT).rows(row(1, 11));
    table.drop();
    table = new CommitTable(folder, CommitTable.KEYED).append(row(1, 1));

    assertEquals(List.of(), write.lookInTasks().staged().matches());
  }

  @Test
  void aStatementMayNameARowToDeleteInTwoTasks() {
    TableWrite write =
        table
            .write(MERGE)
            .rows(row(4, 40))
            .deleteKeys(1L)
            .rows(row(5, 50))
            .deleteKeys(1L, 7L)
            .mayRepeatKeys()
            .lookInTasks();
    assertEquals(2, write.staged().matches().size());

    CommitResult result = write.change();

    assertEquals(List.of(row(2, 20), row(4, 40), row(5, 50)), table.rows());
    assertEquals("1", result.properties().get("deleted"));
    assertEquals("2", result.properties().get("unchanged"));
  }

  @Test
  void withoutAnIndexOnTheKeyTheDriverLooks() {
    table.change(dataset -> dataset.dropIndex("id_idx"));

    TableWrite write = table.write(UPSERT).rows(row(1, 11));

    assertEquals(Optional.empty(), merge(write));
    assertEquals("scan", write.change().properties().get("located_by"));
  }

  @Test
  void aTaskKnowsHowManyRowsTheIndexLacks() {
    table.append(row(3, 30), row(4, 40), row(5, 50));
    table.change(dataset -> dataset.delete("id = 5"));

    assertEquals(
        new IndexShare(new TableSize(4, 2, StoreWaits.NONE), 2, 1, 1),
        merge(table.write(UPSERT)).orElseThrow().share());
  }

  @Test
  void tasksLookForNothingWhenAllRowsAreReplacedOrThereIsNoTable() {
    WriteMode overwrite = new WriteMode.Overwrite();
    MergeRules sync =
        new MergeRules(WhenMatched.UPDATE, WhenNotMatched.INSERT, WhenNotMatchedBySource.DELETE);

    assertEquals(Optional.empty(), merge(table.write(overwrite)));
    assertEquals(Optional.empty(), merge(table.write(new WriteMode.Upsert(sync))));
    table.drop();
    assertEquals(Optional.empty(), merge(table.write(UPSERT)));
  }

  @Test
  void aWriteThatWasAppliedBeforeLooksForNothing() {
    table.write(UPSERT).rows(row(3, 30)).transaction("app", 1).change();

    assertEquals(Optional.empty(), merge(table.write(UPSERT).transaction("app", 1)));
  }

  private static Optional<TaskMerge> merge(TableWrite write) {
    return TaskMerge.of(write.plan(), write.staging(), Optional.of("id"), 1);
  }

  private static void assertRefused(String message, TableWrite write) {
    assertEquals(message, assertThrows(LanceDbException.class, write::change).getMessage());
  }
}
