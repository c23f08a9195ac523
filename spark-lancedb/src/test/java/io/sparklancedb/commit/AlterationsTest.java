package io.sparklancedb.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.config.CacheSizes;
import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.dataset.TableHistory;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.OutcomeUnknownException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.WriteParams;
import org.lance.operation.Append;
import org.lance.schema.ColumnAlteration;

/** What is said of a change that fails is true of the table, on plain lance-core. */
class AlterationsTest {
  private static final ArrowType LONG = new ArrowType.Int(64, true);
  private static final Field ADDED = Field.nullable("added", LONG);
  private static final String NOTHING =
      "Cannot change table 'TABLE': the answer is lost. Nothing of this change is in the table. Mend that, and change it again.";
  private static final String UNKNOWN =
      "Cannot tell whether the change of table 'TABLE' happened: the answer is lost. Look at the table and its versions before you change it again.";

  @TempDir private Path folder;

  @BeforeEach
  void makeTable() {
    FirstVersion.empty(
        address(),
        new Schema(List.of(Field.nullable("id", LONG), Field.nullable("n", LONG))),
        Optional.empty());
    append(address(), 3);
  }

  @Test
  void aChangeThatMeetsAnotherWriterIsMadeAnewOnItsVersion() {
    AtomicInteger calls = new AtomicInteger();
    Alterations.addColumns(
        address(),
        schema -> {
          if (calls.getAndIncrement() < 2) {
            append(address(), 2);
          }
          return with(schema, ADDED);
        });

    assertEquals(3, calls.get());
    TableSnapshot table = newest();
    assertEquals(List.of("id", "n", "added"), names(table.schema()));
    assertEquals(7, table.rows());
    assertEquals(5, table.reference().version());
  }

  @Test
  void aChangeThatAlwaysMeetsAnotherWriterIsRefused() {
    LanceDbException e =
        assertThrows(
            LanceDbException.class,
            () ->
                Alterations.addColumns(
                    address(),
                    schema -> {
                      append(address(), 1);
                      return with(schema, ADDED);
                    }));

    assertEquals(
        "Cannot change table 'TABLE': after 5 attempts another writer was still in the way (Retryable commit conflict for version 7: This Merge transaction was preempted by concurrent transaction Append at version 7. Please retry). Nothing of this change is in the table. Change it again.",
        text(e));
    assertEquals(List.of("id", "n"), names(newest().schema()));
    assertEquals(8, newest().rows());
  }

  @Test
  void theCommentOfAColumnThatIsGoneIsRefused() {
    Alterations.changeFieldMetadata(address(), "comment", Map.of("n", "a number"));
    Alterations.dropColumns(address(), schema -> new Schema(schema.getFields().subList(0, 1)));

    assertEquals(
        "Cannot change table 'TABLE': another writer added, changed or dropped column 'n' meanwhile. Nothing of this change is in the table. Look at its columns, and change it again.",
        text(
            assertThrows(
                LanceDbException.class,
                () ->
                    Alterations.changeFieldMetadata(
                        address(), "comment", Map.of("n", "a number")))));
    assertEquals(4, newest().reference().version());
  }

  @Test
  void aTransactionOfOursThatCannotBeWrittenChangesNothing() throws IOException {
    Path transactions = Path.of(address().uri(), "_transactions");
    remove(transactions);
    Files.createFile(transactions);

    assertEquals(
        "Cannot change table 'TABLE': File exists (os error 17). Nothing of this change is in the table. Mend that, and change it again.",
        text(
            assertThrows(
                LanceDbException.class,
                () -> Alterations.changeProperties(address(), Map.of("a", "b"), Set.of()))));
    assertEquals(2, newest().reference().version());
    assertEquals(Map.of(), TableLoader.properties(newest().reference()));
  }

  @Test
  void aTableThatIsDroppedMeanwhileIsNotBroughtBack() {
    LanceDbException e =
        assertThrows(
            LanceDbException.class,
            () ->
                Alterations.dropColumns(
                    address(),
                    schema -> {
                      remove(Path.of(address().uri()));
                      return new Schema(schema.getFields().subList(0, 1));
                    }));

    assertEquals(
        "Cannot read version 2 of table 'TABLE': it is gone; it was cleaned up, or the table was dropped. Load the table again.",
        text(e));
  }

  @ParameterizedTest
  @CsvSource({"Delete", "Project", "Restore"})
  void whatLanceDidNotDoChangesNothing(String operation) {
    assertEquals(NOTHING, text(failure(operation, table -> {})));
  }

  @Test
  void whatLanceDidBeforeItFailedIsNotSaidToHaveChangedNothing() {
    assertUnknown("Delete", table -> table.delete("id < 2"));
    assertUnknown("Delete", Dataset::truncateTable);
    assertUnknown(
        "Project",
        table ->
            table.alterColumns(
                List.of(new ColumnAlteration.Builder("n").rename("renamed").build())));
    assertUnknown(
        "Restore",
        table -> {
          try (Dataset first = table.checkoutVersion(1)) {
            first.restore();
          }
        });
  }

  @Test
  void whatAnotherWriterDidMeanwhileIsTold() {
    assertEquals(NOTHING, text(failure("Delete", table -> append(address(), 1))));
    assertEquals(
        NOTHING, text(failure("Restore", table -> Alterations.deleteRows(address(), "id = 0"))));
    // Nobody can tell whose deletion that is.
    assertUnknown("Delete", table -> Alterations.deleteRows(address(), "id = 1"));
  }

  @Test
  void aTableThatCannotBeReadAfterwardsIsUnknown() {
    assertUnknown("Delete", table -> remove(Path.of(address().uri())));
  }

  @Test
  void whatLanceRefusesIsSaid() {
    assertEquals(
        "Cannot change table 'TABLE': Invalid user input: Schema error: No field named nothing. Valid fields are id, n, _rowid, _rowaddr, _row_last_updated_at_version, _row_created_at_version, _rowoffset. Nothing of this change is in the table. Mend that, and change it again.",
        text(
            assertThrows(
                LanceDbException.class, () -> Alterations.deleteRows(address(), "nothing = 1"))));
    assertEquals(2, newest().reference().version());
  }

  @Test
  void aDefectOfOursRisesAsItIs() {
    NullPointerException defect = new NullPointerException("ours");

    assertSame(
        defect,
        assertThrows(
            NullPointerException.class,
            () ->
                NativeChange.make(
                    address(),
                    "Delete",
                    table -> {
                      throw defect;
                    })));
    assertSame(
        defect,
        assertThrows(
            NullPointerException.class,
            () ->
                Alterations.addColumns(
                    address(),
                    schema -> {
                      throw defect;
                    })));
  }

  @Test
  void aTableThatIsGoneIsNotChanged() {
    remove(Path.of(address().uri()));
    String gone =
        "Cannot read table 'TABLE': there is none. Check 'db_uri' and 'table_name', or write it first.";

    assertEquals(
        gone,
        text(
            assertThrows(
                LanceDbException.class, () -> Alterations.deleteRows(address(), "id = 1"))));
    assertEquals(
        gone,
        text(
            assertThrows(
                LanceDbException.class,
                () -> Alterations.changeProperties(address(), Map.of("a", "b"), Set.of()))));
  }

  @Test
  void aTagThatIsAsWantedIsNoFailure() {
    TagChange.make(
        address(),
        "good",
        Optional.of(1L),
        table -> {
          table.tags().create("good", 1);
          throw lost();
        });

    assertEquals(1L, TableHistory.tags(newest().reference()).get("good"));
    TagChange.make(
        address(),
        "good",
        Optional.empty(),
        table -> {
          table.tags().delete("good");
          throw lost();
        });
    assertFalse(TableHistory.tags(newest().reference()).containsKey("good"));
  }

  @Test
  void aTagThatWasNotChangedIsSaidToBeAsItWas() {
    assertEquals(NOTHING, tagFailure(table -> {}));
    assertEquals(UNKNOWN, tagFailure(table -> table.tags().create("good", 2)));
    assertEquals(UNKNOWN, tagFailure(table -> remove(Path.of(address().uri()))));
  }

  private String tagFailure(Consumer<Dataset> change) {
    return text(
        assertThrows(
            LanceDbException.class,
            () -> TagChange.make(address(), "good", Optional.of(1L), change.andThen(fails()))));
  }

  private void assertUnknown(String operation, Consumer<Dataset> change) {
    LanceDbException e = failure(operation, change);
    assertEquals(UNKNOWN, text(e));
    assertEquals(OutcomeUnknownException.class, e.getClass());
  }

  private LanceDbException failure(String operation, Consumer<Dataset> change) {
    return assertThrows(
        LanceDbException.class,
        () -> NativeChange.make(address(), operation, change.andThen(fails())));
  }

  private static Consumer<Dataset> fails() {
    return table -> {
      throw lost();
    };
  }

  private static UncheckedIOException lost() {
    return new UncheckedIOException(new IOException("the answer is lost"));
  }

  private String text(LanceDbException e) {
    return e.getMessage().replace(address().uri(), "TABLE");
  }

  private TableAddress address() {
    return TableAddress.of(
        new DatabaseUri(folder.toString()), "docs", StorageOptions.NONE, CacheSizes.DEFAULT);
  }

  private TableSnapshot newest() {
    return TableLoader.load(address(), new VersionSelector.Latest()).orElseThrow();
  }

  private static Schema with(Schema schema, Field added) {
    List<Field> fields = new ArrayList<>(schema.getFields());
    fields.add(added);
    return new Schema(fields);
  }

  private static List<String> names(Schema schema) {
    return schema.getFields().stream().map(Field::getName).toList();
  }

  /** As another writer does. */
  private static void append(TableAddress table, int rows) {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = Dataset.open().uri(table.uri()).allocator(allocator).build();
        VectorSchemaRoot batch = VectorSchemaRoot.create(dataset.getSchema(), allocator)) {
      batch.allocateNew();
      for (int i = 0; i < rows; i++) {
        ((BigIntVector) batch.getVector(0)).setSafe(i, i);
      }
      batch.setRowCount(rows);
      List<FragmentMetadata> fragments =
          Fragment.write()
              .datasetUri(table.uri())
              .allocator(allocator)
              .data(batch)
              .writeParams(new WriteParams.Builder().build())
              .execute();
      try (Transaction transaction =
          new Transaction.Builder()
              .readVersion(dataset.version())
              .operation(Append.builder().fragments(fragments).build())
              .build()) {
        new CommitBuilder(dataset).execute(transaction).close();
      }
    }
  }

  private static void remove(Path tree) {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
