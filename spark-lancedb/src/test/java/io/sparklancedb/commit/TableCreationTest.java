package io.sparklancedb.commit;

import static io.sparklancedb.commit.CommitTable.KEYED;
import static io.sparklancedb.commit.Row.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.config.MergeRules;
import io.sparklancedb.config.WriteTransaction;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.error.LanceDbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A write to a table that is not there when it is planned. */
class TableCreationTest {
  private static final WriteMode UPSERT = new WriteMode.Upsert(MergeRules.UPSERT);

  @TempDir private Path folder;
  private CommitTable table;

  @BeforeEach
  void nameTable() {
    table = new CommitTable(folder, KEYED);
  }

  @Test
  void itsFirstVersionHasRowsPropertiesAndTransaction() {
    CommitResult result =
        table
            .write(UPSERT)
            .rows(row(1, 10), row(2, 20))
            .rows(row(3, 30))
            .transaction("load", 7)
            .properties(Map.of("team", "search"))
            .create();

    assertEquals(1, result.version());
    assertEquals("3", result.properties().get("inserted"));
    assertEquals("2", result.properties().get("files"));
    assertEquals(List.of(row(1, 10), row(2, 20), row(3, 30)), table.rows());
    assertEquals(Map.of("team", "search"), TableLoader.properties(table.newest().reference()));
    assertEquals(true, table.newest().hasApplied(new WriteTransaction("load", 7)));
    assertEquals(2, table.newest().reference().version(), "the index is the second");
    assertEquals(List.of(), table.leftovers());
  }

  @Test
  void withoutRowsItIsEmpty() {
    CommitResult result = table.write(UPSERT).deleteKeys(1L).transaction("load", 7).create();

    assertEquals("1", result.properties().get("unchanged"));
    assertEquals(List.of(), table.rows());
    assertEquals(List.of("id"), table.newest().primaryKey());
    assertEquals(true, table.newest().hasApplied(new WriteTransaction("load", 7)));
    assertEquals(List.of(), table.leftovers());
  }

  @Test
  void rulesThatInsertNothingMakeAnEmptyTable() {
    MergeRules updates =
        new MergeRules(
            MergeRules.WhenMatched.UPDATE,
            MergeRules.WhenNotMatched.IGNORE,
            MergeRules.WhenNotMatchedBySource.KEEP);
    CommitResult result =
        table.write(new WriteMode.Upsert(updates)).rows(row(1, 10), row(2, 20)).create();

    assertEquals("2", result.properties().get("unchanged"));
    assertEquals(List.of(), table.rows());
    assertEquals(List.of(), table.leftovers());
  }

  /** As a task does whose rows have no vector: a column that another one has stands before. */
  @Test
  void aFragmentMayLackAColumnThatStandsBeforeOthers() {
    Field more = Field.nullable("more", CommitTable.LONG);
    Field key = KEYED.getFields().get(0);
    Schema columns = new Schema(List.of(key, KEYED.getFields().get(1), more));
    CommitTable wider = new CommitTable(folder, columns);
    wider
        .write(UPSERT)
        .rows(new Schema(List.of(key, more)), row(1, 100))
        .rows(row(2, 20, 200))
        .create();

    assertEquals(List.of(row(1, null, 100), row(2, 20, 200)), wider.rows());
  }

  @Test
  void whoComesSecondMergesIntoTheTableOfTheFirst() {
    TableWrite write = table.write(UPSERT).rows(row(1, 11), row(2, 21));
    table.append(row(2, 20), row(3, 30));
    CommitResult result = write.create();

    assertEquals(List.of(row(1, 11), row(2, 21), row(3, 30)), table.rows());
    assertEquals("1", result.properties().get("updated"));
    assertEquals(List.of(), table.leftovers());
  }

  @Test
  void whoComesSecondWithoutRowsLeavesTheTableOfTheFirst() {
    TableWrite write = table.write(UPSERT);
    table.append(row(2, 20));

    assertEquals(2, write.create().version());
    assertEquals(List.of(row(2, 20)), table.rows());
  }

  @Test
  void whoComesSecondWithTheSameTransactionWritesNothing() {
    TableWrite second = table.write(UPSERT).rows(row(1, 11)).transaction("load", 7);
    table.write(UPSERT).rows(row(1, 10)).transaction("load", 7).create();
    second.create();

    assertEquals(List.of(row(1, 10)), table.rows());
    assertEquals(List.of(), table.leftovers());
  }

  @Test
  void aTableOfOtherColumnsThatCameFirstIsNotWritten() {
    TableWrite write = table.write(UPSERT).rows(row(1, 11));
    Schema others = new Schema(List.of(KEYED.getFields().get(0)));
    CommitTable first = new CommitTable(folder, others).append(row(9));

    assertEquals(
        "Cannot commit to table 'TABLE': another writer changed or dropped column 'n' meanwhile. Nothing of this commit is in the table. Run the write again.",
        refusal(write));
    assertEquals(List.of(row(9)), first.rows());
    assertEquals(List.of(), table.leftovers());
  }

  @Test
  void aKeyInTwoRowsMakesNoTable() {
    TableWrite write = table.write(UPSERT).rows(row(1, 10)).rows(row(1, 11)).mayRepeatKeys();

    assertEquals(
        "Cannot write: two of the rows have the primary key 'id' = '1'. Keep one row of each key, such as dropDuplicates(\"id\").",
        refusal(write));
    assertFalse(Files.exists(table.folder()));
    assertFalse(Files.exists(folder.resolve(Staging.FOLDER)));
  }

  @Test
  void oneThatFailsLeavesNothing() throws IOException {
    TableWrite write = table.write(UPSERT).rows(row(1, 10));
    Files.createDirectories(table.folder());
    Path inTheWay = Files.createFile(table.folder().resolve("_versions"));

    assertEquals(
        "Cannot write table 'TABLE': Generic LocalFileSystem error: Unable to open file TABLE/_versions/18446744073709551614.manifest#1: Not a directory (os error 20). Check that the address can be written, with the permissions and 'storage_options' that you have.",
        refusal(write));
    Files.delete(inTheWay);
    Files.delete(table.folder());
    assertFalse(Files.exists(folder.resolve(Staging.FOLDER)));
  }

  @Test
  void aTableWithoutAKeyHasNoIndex() {
    Schema keyless = new Schema(List.of(Field.nullable("n", CommitTable.LONG)));
    CommitTable made = new CommitTable(folder, keyless);
    made.write(new WriteMode.Append()).rows(row(1), row(1)).create();

    assertEquals(List.of(row(1), row(1)), made.rows());
    assertEquals(1, made.newest().reference().version());
  }

  private String refusal(TableWrite write) {
    return assertThrows(LanceDbException.class, write::create)
        .getMessage()
        .replace(table.address().uri(), "TABLE");
  }
}
