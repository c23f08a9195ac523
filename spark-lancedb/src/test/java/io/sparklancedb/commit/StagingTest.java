package io.sparklancedb.commit;

import static io.sparklancedb.commit.CommitTable.KEYED;
import static io.sparklancedb.commit.Row.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.error.LanceDbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;

/** Where tasks put their files until the commit. */
class StagingTest {
  @TempDir private Path folder;
  private CommitTable table;
  private Staging staging;

  @BeforeEach
  void open() {
    table = new CommitTable(folder, KEYED).append(row(1, 10));
    staging = Staging.of(table.address());
    staging.open();
  }

  private List<FragmentMetadata> task() {
    return CommitTable.fragments(staging.uri(), KEYED, List.of(row(2, 20)));
  }

  @Test
  void publishedFilesBearTheNameOfTheWrite() {
    List<FragmentMetadata> written = task();
    List<FragmentMetadata> published = staging.publish(written);
    staging.close();

    DataFile file = published.get(0).getFiles().get(0);
    assertEquals(
        staging.write() + "_" + written.get(0).getFiles().get(0).getPath(), file.getPath());
    assertEquals(List.of("docs.lance/data/" + file.getPath()), table.leftovers());
    assertTrue(DataFiles.areThere(table.address(), published));
    DataFiles.remove(table.address(), published);
    assertFalse(DataFiles.areThere(table.address(), published));
    assertEquals(List.of(row(1, 10)), table.rows());
  }

  @Test
  void ofFilesThatCannotAllBePublishedNoneIs() {
    List<FragmentMetadata> written = List.of(task().get(0), task().get(0));
    staging.discard(written.subList(1, 2));

    String gone = written.get(1).getFiles().get(0).getPath();
    assertEquals(
        "Cannot write table 'TABLE': there is no 'STAGING/data/FILE'. Check that the address can be written, with the permissions and 'storage_options' that you have.",
        assertThrows(LanceDbException.class, () -> staging.publish(written))
            .getMessage()
            .replace(table.address().uri(), "TABLE")
            .replace(staging.uri(), "STAGING")
            .replace(gone, "FILE"));
    assertEquals(List.of(".spark-lancedb/docs/" + staging.write() + "/open"), table.leftovers());
  }

  @Test
  void closingRemovesWhatWasNotPublished() {
    task();
    assertTrue(staging.isOpen());
    staging.close();

    assertFalse(staging.isOpen());
    assertFalse(Files.exists(folder.resolve(Staging.FOLDER)));
    staging.close();
  }

  @Test
  void oneWriteThatEndsLeavesTheOthers() {
    Staging other = Staging.of(table.address());
    other.open();
    staging.close();

    assertTrue(other.isOpen());
    assertTrue(Files.exists(Path.of(other.uri())));
    other.close();
    assertFalse(Files.exists(folder.resolve(Staging.FOLDER)));
  }

  @Test
  void aTaskThatEndsAfterTheWriteTakesItsFolderAway() {
    staging.close();
    List<FragmentMetadata> late = task();
    staging.discard(late);

    assertFalse(Files.exists(folder.resolve(Staging.FOLDER)));
  }

  @Test
  void whatAKilledWriterLeftIsRemovedWhenItIsOld() throws IOException {
    task();
    List<FragmentMetadata> moved = staging.publish(task());
    OrphanFiles.remove(table.address(), Duration.ofHours(1));
    assertEquals(3, table.leftovers().size());
    OrphanFiles.remove(table.address(), Duration.ofSeconds(-1));

    assertEquals(List.of(), table.leftovers());
    assertFalse(Files.exists(folder.resolve(Staging.FOLDER)));
    assertFalse(DataFiles.areThere(table.address(), moved));
    assertEquals(List.of(row(1, 10)), table.rows());
  }

  @Test
  void aFileInPlaceOfTheFolderIsSaid() throws IOException {
    staging.close();
    Files.createFile(folder.resolve(Staging.FOLDER));

    Staging next = Staging.of(table.address());
    assertEquals(
        "Cannot write table 'TABLE': 'STAGING': Not a directory. Check that the address can be written, with the permissions and 'storage_options' that you have.",
        assertThrows(LanceDbException.class, next::open)
            .getMessage()
            .replace(table.address().uri(), "TABLE")
            .replace(next.uri(), "STAGING"));
  }
}
