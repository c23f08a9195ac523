package io.sparklancedb.commit;

import static io.sparklancedb.commit.Row.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.config.MergeRules;
import io.sparklancedb.dataset.FieldIds;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.OutcomeUnknownException;
import io.sparklancedb.error.WriteErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.FragmentMetadata;
import org.lance.operation.Append;

/** What is known of a commit that failed. */
class CommitAttemptTest {
  private static final WriteMode UPSERT = new WriteMode.Upsert(MergeRules.UPSERT);

  @TempDir private Path folder;
  private CommitTable table;

  @BeforeEach
  void makeTable() {
    table = new CommitTable(folder, CommitTable.KEYED).append(row(1, 10), row(2, 20));
  }

  @Test
  void aCommitThatCannotBeWrittenLeavesNothing() {
    for (WriteMode mode : List.of(UPSERT, new WriteMode.Overwrite())) {
      TableWrite write =
          table
              .write(mode)
              .rows(row(2, 21), row(3, 31))
              .meanwhile(() -> replaceByAFile(table.folder().resolve("_transactions")));

      assertEquals(
          "Cannot write table 'TABLE': File exists (os error 17). Check that the address can be written, with the permissions and 'storage_options' that you have.",
          text(assertThrows(LanceDbException.class, write::change)));
      assertEquals(List.of(row(1, 10), row(2, 20)), table.rows());
      assertEquals(List.of(), table.leftovers());
    }
  }

  /** Lance asks for the fragments when it commits: then the versions go out of reach. */
  @Test
  void aCommitIsUnknownAfterWhichTheVersionsCannotBeRead() {
    TableSnapshot base = table.newest();
    List<FragmentMetadata> fragments =
        CommitTable.fragments(table.address().uri(), base.schema(), List.of(row(3, 30)));
    AtomicBoolean asked = new AtomicBoolean();
    List<FragmentMetadata> sabotaged =
        new AbstractList<>() {
          @Override
          public FragmentMetadata get(int index) {
            if (asked.compareAndSet(false, true)) {
              replaceByAFile(table.folder().resolve("_versions"));
            }
            return fragments.get(index);
          }

          @Override
          public int size() {
            return fragments.size();
          }
        };
    Append append = Append.builder().fragments(sabotaged).build();
    LanceDbException e =
        assertThrows(
            OutcomeUnknownException.class,
            () -> CommitAttempt.attempt(base.reference(), append, Map.of()));

    assertEquals(
        "Cannot tell whether the commit to table 'TABLE' happened: Generic LocalFileSystem error: Unable to open file TABLE/_versions/18446744073709551612.manifest#1: Not a directory (os error 20). No file was removed. Look at the table; rows with a primary key can be written again safely.",
        text(e));
  }

  @Test
  void filesOfAWriteWhoseFateIsUnknownStay() {
    OutcomeUnknownException unknown =
        WriteErrors.outcomeUnknown(table.address().uri(), "the answer is lost", null);
    TableWrite write = table.write(UPSERT).rows(row(3, 30)).columnFiles(new Fails(unknown));

    assertEquals(unknown, assertThrows(OutcomeUnknownException.class, write::change));
    List<String> kept = table.leftovers();
    assertEquals(1, kept.size());
    assertEquals(true, kept.get(0).startsWith("docs.lance/data/" + write.staging().write() + "_"));
  }

  @Test
  void filesOfAWriteThatADefectEndsGo() {
    IllegalStateException defect = new IllegalStateException("ours");
    TableWrite write = table.write(UPSERT).rows(row(3, 30)).columnFiles(new Fails(defect));

    assertEquals(defect, assertThrows(IllegalStateException.class, write::change));
    assertEquals(List.of(), table.leftovers());
    assertFalse(Files.exists(folder.resolve(Staging.FOLDER)));
  }

  private static void replaceByAFile(Path place) {
    try {
      if (Files.isDirectory(place)) {
        Files.move(place, place.resolveSibling(place.getFileName() + "_moved"));
        Files.createFile(place);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text(LanceDbException e) {
    return e.getMessage().replace(table.address().uri(), "TABLE");
  }

  private record Fails(RuntimeException failure) implements ColumnFiles {
    @Override
    public FragmentMetadata preserve(
        TableSnapshot base, Schema next, FragmentMetadata fragment, long[] sources, FieldIds ids) {
      throw failure;
    }

    @Override
    public FragmentMetadata rewrite(
        TableSnapshot base,
        FragmentMetadata fragment,
        Schema next,
        FieldIds ids,
        List<String> columns) {
      throw failure;
    }

    @Override
    public void discard() {}
  }
}
