package io.sparklancedb.commit;

import static io.sparklancedb.commit.CommitTable.KEYED;
import static io.sparklancedb.commit.Row.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.config.MergeRules;
import io.sparklancedb.config.MergeRules.WhenMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatchedBySource;
import io.sparklancedb.dataset.TableHistory;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.LanceDbException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.Dataset;

/** A write that is committed in several parts. */
class PartsTest {
  private static final WriteMode UPSERT = new WriteMode.Upsert(MergeRules.UPSERT);

  @TempDir private Path folder;
  private CommitTable table;

  @BeforeEach
  void nameTable() {
    table = new CommitTable(folder, KEYED);
  }

  @Test
  void eachPartIsAVersionAndTheLastTellsWhatAllDid() {
    CommitResult first = table.write(UPSERT).rows(row(1, 10), row(2, 20)).part().create();
    TableSnapshot made = table.newest();
    table.write(UPSERT).rows(row(2, 21), row(3, 30)).after(first, made).change();

    assertEquals(List.of(row(1, 10), row(2, 21), row(3, 30)), table.rows());
    Map<String, String> whole =
        new TreeMap<>(TableHistory.lastWrite(table.newest().reference(), 10));
    whole.keySet().retainAll(List.of("commits", "inserted", "updated", "files", "operation"));
    assertEquals(
        Map.of(
            "commits", "2", "inserted", "3", "updated", "1", "files", "2", "operation", "upsert"),
        whole);
    assertEquals(List.of(), table.leftovers());
  }

  @Test
  void indexesThatNoPartNeedsAreMadeByTheLast() {
    TableWrite write = table.write(UPSERT).rows(row(1, 10)).properties(Map.of("index.n", "bitmap"));
    CommitResult first = write.part().create();
    assertEquals(List.of("id_idx"), indexes());

    table.write(UPSERT).rows(row(2, 20)).after(first, table.newest()).change();
    assertEquals(List.of("id_idx", "n_idx"), indexes());
  }

  @Test
  void whatWasCommittedBeforeIsMissedInATableThatWasMadeAnew() {
    CommitResult first = table.write(UPSERT).rows(row(1, 10)).part().create();
    TableWrite next = table.write(UPSERT).rows(row(2, 20)).after(first, table.newest());
    table.drop();
    table.append(row(7, 70));

    assertEquals(
        "Cannot commit to table '%s': another writer dropped it meanwhile, and with it the files of this write. The table that has its place is as it was. Run the write again."
            .formatted(table.address().uri()),
        assertThrows(LanceDbException.class, next::change).getMessage());
    assertEquals(List.of(row(7, 70)), table.rows());
  }

  @Test
  void aVersionOfTheSameNumberInATableThatWasMadeAnewIsNoBase() {
    CommitResult first = table.write(UPSERT).rows(row(1, 10)).part().create();
    table.drop();
    table.append(row(7, 70));
    TableSnapshot other = table.newest();
    TableWrite next = table.write(UPSERT).rows(row(2, 20));

    assertEquals(
        "Cannot commit to table '%s': another writer dropped it meanwhile, and with it the files of this write. The table that has its place is as it was. Run the write again."
            .formatted(table.address().uri()),
        assertThrows(LanceDbException.class, () -> next.after(first, other)).getMessage());
  }

  /** Executors keep what they have read of the keys. */
  @Test
  void aPartThatChangesNothingLeavesNoKeysForTheNext() {
    table.write(UPSERT).rows(row(1, 10), row(2, 20)).create();
    MergeRules ignore =
        new MergeRules(WhenMatched.IGNORE, WhenNotMatched.INSERT, WhenNotMatchedBySource.KEEP);
    TableWrite write = table.write(new WriteMode.Upsert(ignore)).rows(row(1, 11), row(2, 21));
    System.setProperty("io.sparklancedb.locate", "job");
    try {
      CommitResult first = write.part().change();
      write.afterPart(first, table.newest()).rows(row(3, 30), row(4, 40)).change();
    } finally {
      System.clearProperty("io.sparklancedb.locate");
    }

    assertEquals(List.of(row(1, 10), row(2, 20), row(3, 30), row(4, 40)), table.rows());
  }

  private List<String> indexes() {
    List<List<String>> found = new ArrayList<>();
    table.change((Dataset dataset) -> found.add(dataset.listIndexes().stream().sorted().toList()));
    return found.get(0);
  }
}
