package io.sparklancedb.commit;

import static io.sparklancedb.commit.Row.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.commit.DeletionFiles.DeletionVector;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.LanceDbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lance.FragmentMetadata;
import org.lance.Ref;
import org.lance.fragment.DeletionFile;
import org.lance.fragment.DeletionFileType;
import org.lance.operation.Merge;
import org.roaringbitmap.RoaringBitmap;

/** Which rows are left, whoever writes it down. */
class DeletionFilesTest {
  /** Ten rows, of which the first three are deleted. */
  private static final FragmentMetadata FRAGMENT =
      new FragmentMetadata(
          5, List.of(), 10L, new DeletionFile(1, 1, 3L, DeletionFileType.BITMAP, null), null);

  @TempDir private Path folder;

  /** The ways to write them. */
  enum Way {
    FOLDER(FolderDeletionFiles::new),
    NATIVE(NativeDeletionFiles::new);

    private final Function<TableReference, DeletionFiles> files;

    Way(Function<TableReference, DeletionFiles> files) {
      this.files = files;
    }
  }

  @Test
  void noRowStaysWhereAllThatAreVisibleAreDeleted() {
    assertEquals(true, isAll(RoaringBitmap.bitmapOfRange(3, 10)));
    assertEquals(true, isAll(RoaringBitmap.bitmapOfRange(0, 10)));
    assertEquals(false, isAll(RoaringBitmap.bitmapOfRange(3, 9)));
  }

  private static boolean isAll(RoaringBitmap rows) {
    return new DeletionVector(FRAGMENT, false, rows).isAll();
  }

  @ParameterizedTest
  @EnumSource
  void rowsOfManyFragmentsGo(Way way) {
    CommitTable table = table(folder);
    delete(table, way, Map.of(0, RoaringBitmap.bitmapOf(1, 3), 2, RoaringBitmap.bitmapOf(0)));

    assertEquals(List.of(row(0, 0), row(10, 0), row(11, 1), row(2, 2), row(21, 1)), table.rows());
    assertEquals(List.of(), table.leftovers());
  }

  @ParameterizedTest
  @EnumSource
  void rowsOfAFragmentGoThatHasLostSomeToLance(Way way) {
    CommitTable table = table(folder);
    table.change(dataset -> dataset.delete("id in (0, 20)"));
    delete(table, way, Map.of(0, RoaringBitmap.bitmapOf(2), 1, RoaringBitmap.bitmapOf(1)));

    assertEquals(List.of(row(1, 1), row(10, 0), row(21, 1), row(3, 3)), table.rows());
  }

  @ParameterizedTest
  @EnumSource
  void rowsOfAFragmentGoThatHasLostSomeToUs(Way way) {
    CommitTable table = table(folder);
    for (int position = 0; position < 3; position++) {
      delete(table, way, Map.of(0, RoaringBitmap.bitmapOf(position)));
    }

    assertEquals(List.of(row(10, 0), row(11, 1), row(20, 0), row(21, 1), row(3, 3)), table.rows());
    assertEquals(3, table.newest().fragments().get(0).getDeletionFile().getNumDeletedRows());
  }

  @ParameterizedTest
  @EnumSource
  void allRowsOfAFragmentGo(Way way) {
    CommitTable table = table(folder);
    table.change(dataset -> dataset.delete("id = 1"));
    delete(
        table,
        way,
        Map.of(0, RoaringBitmap.bitmapOf(0, 2, 3), 1, RoaringBitmap.bitmapOfRange(0, 2)));

    assertEquals(List.of(row(20, 0), row(21, 1)), table.rows());
  }

  @ParameterizedTest
  @EnumSource
  void rowsOfANewFragmentAreDeletedFromTheStart(Way way) {
    CommitTable table = table(folder);
    TableSnapshot base = table.newest();
    FragmentMetadata written =
        CommitTable.fragments(
                table.address().uri(), base.schema(), List.of(row(30, 0), row(31, 1), row(32, 2)))
            .get(0);
    FragmentMetadata numbered = base.fieldIds().renumber(written, List.of("id", "n"), 3);
    List<FragmentMetadata> all = new ArrayList<>(base.fragments());
    all.addAll(
        way.files
            .apply(base.reference())
            .write(List.of(new DeletionVector(numbered, true, RoaringBitmap.bitmapOf(0, 2)))));
    commit(base, all);

    assertEquals(9, table.rows().size());
    assertEquals(true, table.rows().contains(row(31, 1)));
    assertEquals(List.of(), table.leftovers());
  }

  @ParameterizedTest
  @EnumSource
  void aCloneLosesRowsAndTheOriginalNone(Way way) {
    CommitTable original = table(folder.resolve("original"));
    original.change(dataset -> dataset.delete("id = 1"));
    CommitTable clone = new CommitTable(folder.resolve("clone"), CommitTable.KEYED);
    original.change(
        dataset ->
            dataset.shallowClone(clone.address().uri(), Ref.ofMain(dataset.version())).close());
    delete(clone, way, Map.of(0, RoaringBitmap.bitmapOf(2), 2, RoaringBitmap.bitmapOf(0)));

    assertEquals(List.of(row(0, 0), row(10, 0), row(11, 1), row(21, 1), row(3, 3)), clone.rows());
    assertEquals(7, original.rows().size());
  }

  @Test
  void whatCannotBeWrittenLeavesNothing() throws IOException {
    CommitTable table = table(folder);
    Files.createFile(table.folder().resolve("_deletions"));
    TableSnapshot base = table.newest();
    DeletionVector vector =
        new DeletionVector(base.fragments().get(0), false, RoaringBitmap.bitmapOf(1));
    LanceDbException e =
        assertThrows(
            LanceDbException.class,
            () -> new FolderDeletionFiles(base.reference()).write(List.of(vector)));

    assertEquals(
        "Cannot write table 'TABLE': there is 'TABLE/_deletions' already. Check that the address can be written, with the permissions and 'storage_options' that you have.",
        e.getMessage().replace(table.address().uri(), "TABLE"));
  }

  @Test
  void discardedFilesAreGone() {
    CommitTable table = table(folder);
    TableSnapshot base = table.newest();
    DeletionFiles files = DeletionFiles.of(base.reference());
    List<FragmentMetadata> written =
        files.write(
            base.fragments().stream()
                .map(one -> new DeletionVector(one, false, RoaringBitmap.bitmapOf(0)))
                .toList());
    assertEquals(3, table.leftovers().size());
    files.discard(written);

    assertEquals(List.of(), table.leftovers());
    assertEquals(8, table.rows().size());
  }

  private static void delete(CommitTable table, Way way, Map<Integer, RoaringBitmap> positions) {
    TableSnapshot base = table.newest();
    List<DeletionVector> vectors =
        base.fragments().stream()
            .filter(fragment -> positions.containsKey(fragment.getId()))
            .map(one -> new DeletionVector(one, false, positions.get(one.getId())))
            .toList();
    List<FragmentMetadata> all = new ArrayList<>(way.files.apply(base.reference()).write(vectors));
    base.fragments().stream()
        .filter(fragment -> !positions.containsKey(fragment.getId()))
        .forEach(all::add);
    commit(base, all);
  }

  private static void commit(TableSnapshot base, List<FragmentMetadata> fragments) {
    Merge merge = Merge.builder().fragments(fragments).schema(base.schema()).build();
    CommitAttempt.attempt(base.reference(), merge, Map.of());
  }

  /** Fragments with the keys 0 to 3, 10 and 11, 20 and 21. */
  private static CommitTable table(Path folder) {
    return new CommitTable(folder, CommitTable.KEYED)
        .append(IntStream.range(0, 4).mapToObj(i -> row(i, i)).toArray(Row[]::new))
        .append(row(10, 0), row(11, 1))
        .append(row(20, 0), row(21, 1));
  }
}
