package io.sparklancedb.commit;

import static io.sparklancedb.commit.CommitTable.KEYED;
import static io.sparklancedb.commit.Row.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.config.MergeRules;
import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.error.LanceDbException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a write cannot hold for is refused, and the table is as the other writer left it. */
class RefusedConflictsTest {
  private static final WriteMode UPSERT = new WriteMode.Upsert(MergeRules.UPSERT);
  private static final WriteMode OVERWRITE = new WriteMode.Overwrite();
  private static final WriteMode UPDATE =
      new WriteMode.RowLevel("update", Optional.empty(), Set.of());
  private static final WriteMode REPLACE = new WriteMode.ReplaceTable();
  private static final String COLUMN =
      "Cannot commit to table 'TABLE': another writer changed or dropped column 'n' meanwhile. Nothing of this commit is in the table. Run the write again.";
  private static final String GONE =
      "Cannot read version 4 of table 'TABLE': it is gone; it was cleaned up, or the table was dropped. Load the table again.";
  private static final String REMOVED =
      "Cannot commit to table 'TABLE': another writer dropped it meanwhile, and with it the files of this write. The table that has its place is as it was. Run the write again.";

  @TempDir private Path folder;

  /** The planner refuses it of a table that it knows. */
  @Test
  void rulesThatLeaveRowsOutAreRefusedWithStableRowIds() {
    CommitTable table =
        new CommitTable(folder, CommitTable.KEYED).stable().append(row(1, 10), row(2, 20));
    TableWrite write =
        table.write(new WriteMode.Upsert(MergeRules.INSERT_NEW)).rows(row(2, 21), row(3, 31));

    assertEquals(
        "Cannot use option 'when_matched' or 'when_not_matched' with table 'TABLE': tables with stable row ids support only plain upserts and overwrites. Leave the option out, or create the table without stable row ids.",
        refusal(table, write::change));
    assertEquals(List.of(row(1, 10), row(2, 20)), table.rows());
    assertEquals(List.of(), table.leftovers());
  }

  @ParameterizedTest
  @CsvSource({
    "APPENDS_OTHER_KEYS, preempted by concurrent transaction Append, 5",
    "APPENDS_THE_SAME_KEY, preempted by concurrent transaction Append, 5",
    "UPDATES_THE_SAME_ROW, preempted by concurrent transaction Update, 5",
    "UPDATES_ANOTHER_ROW, preempted by concurrent transaction Update, 5",
    "DELETES_THE_SAME_ROW, preempted by concurrent transaction Delete, 5",
    "DELETES_NO_ROW, preempted by concurrent transaction Delete, 5",
    "EMPTIES, preempted by concurrent transaction Delete, 5",
    "COMPACTS, preempted by concurrent transaction Rewrite, 6",
    "ADDS_A_COLUMN, preempted by concurrent transaction Merge, 5",
    "OVERWRITES, incompatible with concurrent transaction Overwrite, 5",
    "RESTORES, incompatible with concurrent transaction Restore, 5",
    "DROPS_A_COLUMN, incompatible with concurrent transaction Project, 5",
    "RENAMES_A_COLUMN, incompatible with concurrent transaction Project, 5"
  })
  void aStatementHoldsForTheVersionThatItRead(OtherWriter other, String met, int version) {
    CommitTable table = table();
    TableWrite write = table.write(UPDATE).rows(row(2, 21)).meanwhile(() -> other.writeTo(table));

    String reason =
        met.startsWith("preempted")
            ? "Retryable commit conflict for version %d: This Merge transaction was %s at version %1$d. Please retry"
            : "Incompatible transaction: This Merge transaction is %2$s at version %1$d";
    assertEquals(
        "Cannot update table 'TABLE': rows have changed since the statement read them (%s). The table is as the other writer left it. Run the statement again."
            .formatted(reason.formatted(version, met)),
        refusal(table, write::change));
    assertEquals(other.left(), table.rows());
    assertEquals(List.of(), table.leftovers());
  }

  @ParameterizedTest
  @EnumSource(names = {"INDEXES", "CONFIGURES"})
  void aStatementHoldsBesideWhatChangesNoRow(OtherWriter other) {
    CommitTable table = table();
    table.write(UPDATE).rows(row(2, 21)).meanwhile(() -> other.writeTo(table)).change();

    assertEquals(List.of(row(1, 10), row(2, 21), row(5, 50)), table.rows());
    assertEquals(List.of(), table.leftovers());
  }

  @Test
  void aStatementIsRefusedThatIsPlannedOnAnOlderVersion() {
    CommitTable table = table();
    TableWrite write = table.write(UPDATE).rows(row(2, 21));
    table.append(row(4, 40));

    assertEquals(
        "Cannot update table 'TABLE': rows have changed since the statement read them (Retryable commit conflict for version 5: This Merge transaction was preempted by concurrent transaction Append at version 5. Please retry). The table is as the other writer left it. Run the statement again.",
        refusal(table, write::change));
    assertEquals(List.of(), table.leftovers());
  }

  static Stream<Arguments> columnsThatGo() {
    return Stream.of(UPSERT, OVERWRITE)
        .flatMap(
            mode ->
                Stream.of(OtherWriter.DROPS_A_COLUMN, OtherWriter.RENAMES_A_COLUMN)
                    .map(other -> Arguments.of(mode, other)));
  }

  @ParameterizedTest
  @MethodSource("columnsThatGo")
  void aColumnThatGoesMeanwhileIsNotWritten(WriteMode mode, OtherWriter other) {
    CommitTable table = table();
    TableWrite write = table.write(mode).rows(row(2, 21)).meanwhile(() -> other.writeTo(table));

    assertEquals(COLUMN, refusal(table, write::change));
    assertEquals(other.left(), table.rows());
    assertEquals(List.of(), table.leftovers());
  }

  /** Lance 7.0.0 leaves a column as it is that is altered to a wider type: it is made anew. */
  @ParameterizedTest
  @MethodSource("upsertAndOverwrite")
  void aColumnThatIsMadeAnewWithAWiderTypeIsNotWritten(WriteMode mode) {
    Field narrow = Field.nullable("n", new ArrowType.Int(32, true));
    CommitTable table =
        new CommitTable(
                folder, new Schema(List.of(CommitTable.key("id", CommitTable.LONG), narrow)))
            .append(row(1, 10), row(2, 20));
    TableWrite write = table.write(mode).rows(row(2, 21));
    table.change(
        dataset -> {
          dataset.dropColumns(List.of("n"));
          dataset.addColumns(List.of(Field.nullable("n", CommitTable.LONG)));
        });

    assertEquals(COLUMN, refusal(table, write::change));
    assertEquals(List.of(row(1, null), row(2, null)), table.rows());
    assertEquals(List.of(), table.leftovers());
  }

  static Stream<WriteMode> upsertAndOverwrite() {
    return Stream.of(UPSERT, OVERWRITE);
  }

  @Test
  void rowsHaveNullsInAColumnThatIsAddedMeanwhile() {
    CommitTable table = table();
    table
        .write(UPSERT)
        .rows(row(2, 21), row(3, 31))
        .meanwhile(() -> OtherWriter.ADDS_A_COLUMN.writeTo(table))
        .change();

    assertEquals(
        List.of(row(1, 10, null), row(2, 21, null), row(3, 31, null), row(5, 50, null)),
        table.rows());
    assertEquals(List.of(), table.leftovers());
  }

  @Test
  void aDroppedTableIsNotBroughtBack() {
    for (WriteMode mode : List.of(UPSERT, OVERWRITE, UPDATE)) {
      CommitTable table = table();
      TableWrite write = table.write(mode).rows(row(2, 21)).meanwhile(table::drop);

      assertEquals(GONE, refusal(table, write::change));
      assertFalse(Files.exists(table.folder()), mode::toString);
    }
  }

  @Test
  void attemptsThatAreUsedUpChangeNothing() {
    CommitTable table = table();
    Runnable append = () -> table.append(row(9, 90));
    TableWrite write =
        table.write(UPSERT).rows(row(2, 21)).attempts(3).meanwhile(append, append, append);

    assertEquals(
        "Cannot commit to table 'TABLE': after 3 attempts another writer was still in the way (Retryable commit conflict for version 7: This Merge transaction was preempted by concurrent transaction Append at version 7. Please retry). Nothing of this commit is in the table. Run the write again.",
        refusal(table, write::change));
    assertEquals(
        List.of(row(1, 10), row(2, 20), row(5, 50), row(9, 90), row(9, 90), row(9, 90)),
        table.rows());
    assertEquals(List.of(), table.leftovers());
  }

  @Test
  void theLastAttemptIsEnough() {
    CommitTable table = table();
    CommitResult result =
        table
            .write(UPSERT)
            .rows(row(2, 21))
            .attempts(3)
            .meanwhile(() -> table.append(row(8, 80)), () -> table.append(row(9, 90)))
            .change();

    assertEquals("2", result.properties().get("commit_retries"));
    assertEquals(List.of(row(1, 10), row(2, 21), row(5, 50), row(8, 80), row(9, 90)), table.rows());
    assertEquals(List.of(), table.leftovers());
  }

  /** Lance takes a replacement for one that follows whatever rows others wrote. */
  @Test
  void aTableThatIsReplacedMeanwhileIsNotReplacedOnceMore() {
    CommitTable table = table();
    TableWrite write = table.write(REPLACE).rows(row(2, 21));
    OtherWriter.OVERWRITES.writeTo(table);

    assertEquals(
        "Cannot redefine table 'TABLE': rows have changed since the statement read them (Retryable commit conflict for version 5: This Overwrite transaction was preempted by concurrent transaction Overwrite at version 5. Please retry). The table is as the other writer left it. Run the statement again.",
        refusal(table, () -> write.replaceTable(KEYED)));
    assertEquals(OtherWriter.OVERWRITES.left(), table.rows());
    assertEquals(List.of(), table.leftovers());
  }

  /** Its version is open in this JVM, so Lance would commit on it all the same. */
  @ParameterizedTest
  @MethodSource("writesToATableMadeAnew")
  void whatWasWrittenGoesWithTheTable(WriteMode mode, Schema columns, String refusal) {
    CommitTable table = new CommitTable(folder, columns).append(row(1, 10), row(2, 20));
    try (DatasetLease open = TableLoader.lease(table.newest().reference())) {
      TableWrite write =
          table
              .write(mode)
              .rows(row(2, 21))
              .meanwhile(
                  () -> {
                    table.drop();
                    table.append(row(7, 70));
                  });

      assertEquals(refusal, refusal(table, write::change));
    }
    assertEquals(List.of(row(7, 70)), table.rows());
    assertEquals(List.of(), table.leftovers());
  }

  static Stream<Arguments> writesToATableMadeAnew() {
    Schema keyless =
        new Schema(
            List.of(Field.nullable("id", CommitTable.LONG), Field.nullable("n", CommitTable.LONG)));
    return Stream.of(
        Arguments.of(UPSERT, KEYED, REMOVED),
        Arguments.of(OVERWRITE, KEYED, REMOVED),
        Arguments.of(new WriteMode.Append(), keyless, REMOVED),
        Arguments.of(
            UPDATE,
            KEYED,
            "Cannot update table 'TABLE': rows have changed since the statement read them (version 2 was cleaned up, or the table was made anew). The table is as the other writer left it. Run the statement again."));
  }

  /** The rows are staged outside of it. */
  @Test
  void aTableThatIsMadeAnewBeforeTheCommitGetsTheRows() {
    CommitTable table = table();
    TableWrite write = table.write(UPSERT).rows(row(2, 21), row(3, 31));
    OtherWriter.MAKES_ANEW.writeTo(table);
    write.change();

    assertEquals(List.of(row(2, 21), row(3, 31), row(7, 77)), table.rows());
  }

  private static String refusal(CommitTable table, Runnable write) {
    LanceDbException e = assertThrows(LanceDbException.class, write::run);
    return e.getMessage().replace(table.address().uri(), "TABLE");
  }

  private CommitTable table() {
    return new CommitTable(folder, KEYED)
        .append(row(1, 10), row(2, 20))
        .append(row(5, 50))
        .index("id");
  }
}
