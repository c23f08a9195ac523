package io.sparklancedb.commit;

import static io.sparklancedb.commit.Row.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.config.MergeRules;
import io.sparklancedb.config.MergeRules.WhenMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatchedBySource;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.job.JobRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lance.FragmentMetadata;
import org.lance.schema.SqlExpressions;

/** What the keys of a write, and those of the table, make it fail. */
class MergeRefusalsTest {
  private static final WriteMode UPSERT = new WriteMode.Upsert(MergeRules.UPSERT);
  private static final WriteMode MERGE =
      new WriteMode.RowLevel("merge", Optional.empty(), Set.of());
  private static final Schema COLUMNS =
      new Schema(
          List.of(CommitTable.key("id", CommitTable.TEXT), Field.nullable("n", CommitTable.LONG)));
  private static final String TWICE =
      "Cannot write: two of the rows have the primary key 'id' = 'it's 😀'. Keep one row of each key, such as dropDuplicates(\"id\").";
  private static final String SCHEMA_CHANGED =
      "Cannot commit to table 'TABLE': another writer changed or dropped column 'n' meanwhile. Nothing of this commit is in the table. Run the write again.";
  private static final String TEXT = "it's \ud83d\ude00";

  @TempDir private Path folder;
  private CommitTable table;

  @BeforeEach
  void makeTable() {
    table = new CommitTable(folder, COLUMNS);
  }

  @Test
  void aKeyInRowsOfTwoTasksFailsTheWrite() {
    table.append(row("a", 1));

    assertRefused(TWICE, write(UPSERT)::change);
  }

  @Test
  void soItDoesWhereTheTableHasNoRows() {
    table.create();

    assertRefused(TWICE, write(UPSERT).mayRepeatKeys()::change);
  }

  @Test
  void soItDoesWhereTheWriteMakesTheTable() {
    LanceDbException e =
        assertThrows(LanceDbException.class, write(UPSERT).mayRepeatKeys()::create);

    assertEquals(TWICE, e.getMessage());
    assertEquals(List.of(), table.leftovers());
  }

  @Test
  void soItDoesWhereAllRowsAreReplaced() {
    table.append(row("a", 1));

    assertRefused(TWICE, write(new WriteMode.Overwrite()).mayRepeatKeys()::change);
    assertRefused(TWICE, write(new WriteMode.OverwriteWhere("n > 0"))::change);
    assertRefused(
        TWICE, () -> write(new WriteMode.ReplaceTable()).mayRepeatKeys().replaceTable(COLUMNS));
  }

  @ParameterizedTest
  @ValueSource(longs = {60_000, 64 << 20})
  void soItDoesWhereTheKeysTakeSeveralPasses(long memory) {
    table.append(row("a", 1));
    Row[] many = IntStream.range(0, 2_000).mapToObj(i -> row("k" + i, i)).toArray(Row[]::new);

    assertRefused(TWICE, write(UPSERT).rows(many).keyMemory(memory)::change);
    assertRefused(
        TWICE,
        write(new WriteMode.Overwrite()).rows(many).mayRepeatKeys().keyMemory(memory)::change);
  }

  @Test
  void aRowAndADeletionOfOneKeyFailTheWrite() {
    table.append(row("a", 1));

    assertRefused(TWICE, table.write(UPSERT).rows(row(TEXT, 1)).deleteKeys("b", TEXT)::change);
    assertRefused(TWICE, table.write(UPSERT).deleteKeys(TEXT).deleteKeys("b", TEXT)::change);
  }

  @Test
  void aStatementMayNameARowToDeleteSeveralTimes() {
    table.append(row("a", 1), row("b", 2));

    CommitResult result = table.write(MERGE).deleteKeys("a", "c").deleteKeys("a").change();

    assertEquals(List.of(row("b", 2)), table.rows());
    assertEquals("1", result.properties().get("deleted"));
  }

  @Test
  void aStatementThatGivesTwoRowsOneKeyIsRefused() {
    table.append(row("a", 1));

    assertRefused(
        "Cannot merge table 'TABLE': more than one row would get the primary key 'id' = 'it's 😀'. The table is as it was. Give each row a key of its own; of a MERGE's source, keep one row of each key.",
        write(MERGE)::change);
  }

  @Test
  void aStatementThatGivesARowTheKeyThatAnotherGivesUpIsRefused() {
    table.append(row(TEXT, 1));

    assertRefused(
        "Cannot merge table 'TABLE': a row would get the primary key 'id' = 'it's 😀', which another row gives up in the same statement. The table is as it was. Use two statements: first give the rows keys that no row has, then those that they shall have; or DELETE the rows, then INSERT them.",
        table.write(MERGE).rows(row(TEXT, 2)).deleteKeys(TEXT)::change);
  }

  @Test
  void aStatementWhoseNewKeysAreThereIsRefused() {
    table.append(row("a", 1), row("b", 2));

    assertRefused(
        "Cannot merge table 'TABLE': 1 row would get a value of the primary key 'id' that other rows have. The table is as it was. Choose other keys, or update those rows.",
        table.write(MERGE).rows(row("a", 3), row("c", 3)).inserts(2)::change);
    assertRefused(
        "Cannot merge table 'TABLE': 2 rows would get a value of the primary key 'id' that other rows have. The table is as it was. Choose other keys, or update those rows.",
        table.write(MERGE).rows(row("a", 3), row("b", 3), row("c", 4)).inserts(3)::change);
  }

  @Test
  void aStatementWhoseKeysAreNewInsertsThem() {
    table.append(row("a", 1));

    table.write(MERGE).rows(row("b", 2), row("c", 3)).inserts(2).change();

    assertEquals(List.of(row("a", 1), row("b", 2), row("c", 3)), table.rows());
  }

  @ParameterizedTest
  @ValueSource(strings = {"INSERT", "IGNORE"})
  void aKeyThatIsThereFailsAWriteThatSaysSo(WhenNotMatched notMatched) {
    table.append(row("a", 1), row(TEXT, 2));
    MergeRules rules = new MergeRules(WhenMatched.FAIL, notMatched, WhenNotMatchedBySource.KEEP);

    assertRefused(
        "Cannot write: a row of the table has the primary key 'id' = 'it's 😀' already, and 'when_matched' is 'fail'. Drop such rows, or set 'when_matched' to 'update', 'update_changed' or 'ignore'.",
        table.write(new WriteMode.Upsert(rules)).rows(row("b", 3), row(TEXT, 4))::change);
  }

  @Test
  void aKeyThatIsThereMayBeDeletedByAWriteThatFailsOnIt() {
    table.append(row("a", 1), row(TEXT, 2));
    MergeRules rules =
        new MergeRules(WhenMatched.FAIL, WhenNotMatched.INSERT, WhenNotMatchedBySource.KEEP);

    table.write(new WriteMode.Upsert(rules)).rows(row("b", 3)).deleteKeys(TEXT).change();

    assertEquals(List.of(row("a", 1), row("b", 3)), table.rows());
  }

  @Test
  void rowsOfOtherMakersThatShareAKeyMakeWayForOne() {
    table.append(row("a", 1), row("b", 2)).append(row("a", 3), row("c", 4)).append(row("c", 5));

    CommitResult result = table.write(UPSERT).rows(row("a", 6)).deleteKeys("c").change();

    assertEquals(List.of(row("a", 6), row("b", 2)), table.rows());
    assertEquals(Map.of("inserted", "0", "updated", "1", "deleted", "2"), counts(result));
  }

  @Test
  void rowsOfAConditionGoAndTheOthersAreMergedByTheirKeys() {
    table.append(row("a", 1), row("b", 2), row("c", 3), row("d", 4));

    CommitResult result =
        table
            .write(new WriteMode.OverwriteWhere("n >= 3"))
            .rows(row("b", 20), row("d", 40), row("e", 50))
            .change();

    assertEquals(List.of(row("a", 1), row("b", 20), row("d", 40), row("e", 50)), table.rows());
    assertEquals(Map.of("inserted", "1", "updated", "2", "deleted", "1"), counts(result));
  }

  @Test
  void aSequenceThatAnotherWriterDroppedFailsTheWrite() {
    table.append(row("a", 1));
    TableWrite write = table.write(UPSERT).sequence("n").rows(row("a", 2));
    table.change(dataset -> dataset.dropColumns(List.of("n")));

    assertRefused(SCHEMA_CHANGED, write::change);
  }

  @Test
  void aSequenceWhoseTypeAnotherWriterChangedFailsTheWrite() {
    table.append(row("a", 1));
    TableWrite write = table.write(UPSERT).sequence("n").rows(row("a", 2));
    table.change(dataset -> dataset.dropColumns(List.of("n")));
    SqlExpressions narrow =
        new SqlExpressions.Builder().withExpression("n", "cast(1 as int)").build();
    table.change(dataset -> dataset.addColumns(narrow, Optional.empty()));

    assertRefused(SCHEMA_CHANGED, write::change);
  }

  @Test
  void moreRowsThanACommitCanMergeAreRefusedBeforeTheyAreRead() {
    TableWrite write = table.write(UPSERT);
    FragmentMetadata many = new FragmentMetadata(0, List.of(), 1L << 31, null, null);
    WrittenKeys keys =
        WrittenKeys.staged(write.staged())
            .with(List.of(new WrittenFragment(many, List.of("id"), Content.ROWS)));

    LanceDbException e =
        assertThrows(
            LanceDbException.class,
            () -> new KeyMerge(keys, write.plan(), JobRunner.inThisThread()));

    assertEquals(
        "Cannot merge 2147483648 rows into table 'TABLE': a commit merges 2147483647 at most. Write them in several DataFrames, or set 'commit_interval', which commits them in parts.",
        e.getMessage().replace(table.address().uri(), "TABLE"));
  }

  /** One whose tasks have a key in common. */
  private TableWrite write(WriteMode mode) {
    return table.write(mode).rows(row("b", 1), row(TEXT, 2)).rows(row("c", 3), row(TEXT, 4));
  }

  private static Map<String, String> counts(CommitResult result) {
    return Map.of(
        "inserted", result.properties().get("inserted"),
        "updated", result.properties().get("updated"),
        "deleted", result.properties().get("deleted"));
  }

  /** Refused with this message, and nothing is changed or left. */
  private void assertRefused(String message, Executable write) {
    List<Row> before = table.rows();
    long version = table.newest().reference().version();

    LanceDbException e = assertThrows(LanceDbException.class, write);

    assertEquals(message, e.getMessage().replace(table.address().uri(), "TABLE"));
    assertEquals(before, table.rows());
    assertEquals(version, table.newest().reference().version());
    assertEquals(List.of(), table.leftovers());
  }
}
