package io.sparklancedb.commit;

import static io.sparklancedb.commit.CommitTable.KEYED;
import static io.sparklancedb.commit.CommitTable.LONG;
import static io.sparklancedb.commit.CommitTable.TEXT;
import static io.sparklancedb.commit.CommitTable.key;
import static io.sparklancedb.commit.Row.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.config.MergeRules;
import io.sparklancedb.dataset.FieldIds;
import io.sparklancedb.dataset.TableHistory;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.WriteErrors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.FragmentMetadata;

/** Writes that give the table columns, that lack columns of it, and that give it others. */
class AddedColumnsTest {
  private static final WriteMode UPSERT = new WriteMode.Upsert(MergeRules.UPSERT);
  private static final Field MORE = Field.nullable("more", TEXT);
  private static final Schema ADDED = new Schema(List.of(MORE));
  private static final Schema WITH_MORE =
      new Schema(List.of(KEYED.getFields().get(0), KEYED.getFields().get(1), MORE));
  private static final Schema OTHERS = new Schema(List.of(MORE, key("code", LONG)));

  @TempDir private Path folder;
  private CommitTable table;

  @BeforeEach
  void makeTable() {
    table = new CommitTable(folder, KEYED).append(row(1, 10), row(2, 20));
  }

  @Test
  void aColumnIsAddedWithTheRows() {
    table.write(UPSERT).rows(WITH_MORE, row(2, 21, "b"), row(3, 31, "c")).change(ADDED);

    assertEquals(List.of(row(1, 10, null), row(2, 21, "b"), row(3, 31, "c")), table.rows());
    assertEquals(List.of(), table.leftovers());
  }

  @Test
  void aColumnThatAnotherWriterAddsMeanwhileIsTheSame() {
    table
        .write(UPSERT)
        .rows(WITH_MORE, row(2, 21, "b"))
        .meanwhile(() -> table.change(dataset -> dataset.addColumns(List.of(MORE))))
        .change(ADDED);

    assertEquals(List.of(row(1, 10, null), row(2, 21, "b")), table.rows());
    assertEquals(List.of(), table.leftovers());
  }

  @Test
  void aColumnThatAnotherWriterAddsWithAnotherTypeIsRefused() {
    TableWrite write = table.write(UPSERT).rows(WITH_MORE, row(2, 21, "b"));
    table.change(dataset -> dataset.addColumns(List.of(Field.nullable("more", LONG))));

    assertEquals(
        "Cannot commit to table 'TABLE': another writer changed or dropped column 'more' meanwhile. Nothing of this commit is in the table. Run the write again.",
        refusal(() -> write.change(ADDED)));
    assertEquals(List.of(row(1, 10, null), row(2, 20, null)), table.rows());
    assertEquals(List.of(), table.leftovers());
  }

  @Test
  void aColumnThatTheRowsLackKeepsItsValues() {
    Numbers numbers = new Numbers();
    table.write(UPSERT).missing("n").columnFiles(numbers).rows(row(2), row(3)).change();

    assertEquals(List.of(row(1, 10), row(2, 20), row(3, null)), table.rows());
    assertEquals(List.of(), table.leftovers());
    assertEquals(1, numbers.written.size());
  }

  @Test
  void ofTheValuesKeptForAnAttemptInVainNoFileStays() {
    Numbers numbers = new Numbers();
    table
        .write(UPSERT)
        .missing("n")
        .columnFiles(numbers)
        .rows(row(2), row(3))
        .meanwhile(() -> table.upsert("id", row(2, 29)))
        .change();

    assertEquals(List.of(row(1, 10), row(2, 29), row(3, null)), table.rows());
    assertEquals(List.of(), table.leftovers());
    assertEquals(1, numbers.written.size());
  }

  @Test
  void aColumnThatTheRowsLackAndAnotherWriterDropsIsNoHindrance() {
    TableWrite write = table.write(UPSERT).missing("n").columnFiles(new Numbers()).rows(row(3));
    table.change(dataset -> dataset.dropColumns(List.of("n")));
    write.change();

    assertEquals(List.of(row(1), row(2), row(3)), table.rows());
  }

  /** As where the second fragment's old rows cannot be read. */
  @Test
  void aColumnFileThatFailsLeavesNoneOfTheOthers() {
    Numbers files = new Numbers();
    TableWrite write =
        table
            .write(UPSERT)
            .missing("n")
            .columnFiles(files)
            .rows(row(1))
            .rows(row(2))
            .meanwhile(
                () -> {},
                () -> {
                  assertEquals(1, files.written.size());
                  throw WriteErrors.schemaChanged("t", "n");
                });

    assertThrows(LanceDbException.class, write::change);

    assertEquals(List.of(), table.leftovers());
  }

  @Test
  void aReplacedTableHasOtherColumnsInAVersionAfterItsOwn() {
    long before = table.newest().reference().version();
    CommitResult result =
        table
            .write(new WriteMode.ReplaceTable())
            .rows(OTHERS, row("a", 1), row("b", 2))
            .replaceTable(OTHERS);

    assertEquals(before + 1, result.version());
    assertEquals(List.of(row("a", 1), row("b", 2)), table.rows());
    assertEquals("2", result.properties().get("deleted"));
    assertEquals("2", result.properties().get("inserted"));
    assertEquals(List.of("code"), table.newest().primaryKey());
    assertEquals(
        List.of("redefine"),
        TableHistory.versions(table.newest().reference()).stream()
            .filter(entry -> entry.version() == result.version())
            .flatMap(entry -> entry.operation().stream())
            .toList());
    assertEquals(List.of(), table.leftovers());
  }

  @Test
  void aReplacementComesAfterTheRowsThatOthersWroteMeanwhile() {
    TableWrite write = table.write(new WriteMode.ReplaceTable()).rows(OTHERS, row("a", 1));
    table.append(row(3, 30));
    write.replaceTable(OTHERS);

    assertEquals(List.of(row("a", 1)), table.rows());
    assertEquals(List.of(), table.leftovers());
  }

  @Test
  void aReplacementWithoutRowsLeavesNone() {
    table.write(new WriteMode.ReplaceTable()).replaceTable(OTHERS);

    assertEquals(List.of(), table.rows());
    assertEquals(OTHERS.getFields(), table.newest().schema().getFields());
  }

  private String refusal(Runnable write) {
    return assertThrows(LanceDbException.class, write::run)
        .getMessage()
        .replace(table.address().uri(), "TABLE");
  }

  /** Keeps the column {@code n} of rows that are updated, in files of its own. */
  private final class Numbers implements ColumnFiles {
    private final List<FragmentMetadata> written = new ArrayList<>();

    @Override
    public FragmentMetadata preserve(
        TableSnapshot base, Schema next, FragmentMetadata fragment, long[] sources, FieldIds ids) {
      if (sources == null) {
        return fragment;
      }
      Map<Long, Object> kept = CommitTable.byAddress(base, "n");
      List<Row> rows = new ArrayList<>();
      for (long source : sources) {
        rows.add(row(source == ChangeSet.NEW ? null : kept.get(source)));
      }
      FragmentMetadata file =
          CommitTable.fragments(
                  table.address().uri(), new Schema(List.of(Field.nullable("n", LONG))), rows)
              .get(0);
      written.add(file);
      FragmentMetadata numbered = ids.renumber(file, List.of("n"), fragment.getId());
      return ids.replaced(fragment, numbered, List.of("n"));
    }

    @Override
    public FragmentMetadata rewrite(
        TableSnapshot base,
        FragmentMetadata fragment,
        Schema next,
        FieldIds ids,
        List<String> columns) {
      throw new AssertionError("no struct gets a field");
    }

    @Override
    public void discard() {
      DataFiles.remove(table.address(), written);
      written.clear();
    }
  }
}
