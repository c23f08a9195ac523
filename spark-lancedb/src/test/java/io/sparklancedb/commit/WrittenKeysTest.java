package io.sparklancedb.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.NativeLibrary;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.layout.LanceLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.Fragment;

class WrittenKeysTest {
  private static final Schema SCHEMA =
      new Schema(List.of(Field.notNullable("id", new ArrowType.Int(Long.SIZE, true))));

  @TempDir private Path folder;

  private Staging staging;
  private final List<WrittenFragment> fragments = new ArrayList<>();
  private long rows;

  @BeforeEach
  void openStaging() {
    NativeLibrary.load();
    staging =
        Staging.of(
            TableAddress.of(new DatabaseUri(folder.toString()), "t", StorageOptions.NONE), true);
    staging.open();
  }

  @AfterEach
  void closeStaging() {
    staging.close();
  }

  /** Its keys go on where those of the last fragment ended. */
  private void write(int keys, Content content) {
    try (BufferAllocator allocator = ArrowMemory.newChild("WrittenKeysTest");
        VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator)) {
      for (int i = 0; i < keys; i++) {
        ((BigIntVector) root.getVector("id")).setSafe(i, rows++);
      }
      root.setRowCount(keys);
      Fragment.write()
          .datasetUri(staging.uri())
          .allocator(allocator)
          .data(root)
          .execute()
          .forEach(f -> fragments.add(new WrittenFragment(f, List.of("id"), content)));
    }
  }

  private WrittenKeys written() {
    return new WrittenKeys(staging, false, "id", fragments);
  }

  /** Many files, with a large one among them. */
  private void writeManyFiles() {
    for (int i = 0; i < 60; i++) {
      write(i == 30 ? 2 * KeyFile.BATCH_ROWS + 1 : 1 + i % 3, Content.ROWS);
      write(1, Content.DELETED_KEYS);
    }
  }

  @Test
  void theKeysOfManyFilesComeInTheOrderOfTheirRows() {
    writeManyFiles();
    List<Long> read = new ArrayList<>();
    List<Integer> deleted = new ArrayList<>();

    assertTrue(
        written()
            .read(
                Content.ROWS,
                (fragment, first, keys) -> {
                  for (int i = 0; i < keys.getValueCount(); i++) {
                    read.add(((BigIntVector) keys).get(i));
                  }
                  return true;
                }));
    assertTrue(
        written().read(Content.DELETED_KEYS, (fragment, first, keys) -> deleted.add(fragment)));

    assertEquals(rows - 60, read.size());
    assertEquals(read.stream().sorted().toList(), read);
    assertEquals(LongStream.range(0, 60).mapToObj(i -> (int) (2 * i + 1)).toList(), deleted);
  }

  /** The memory of the files that were opened ahead would be missed when the reading ends. */
  @Test
  void whoHasEnoughLeavesNoFileOpen() {
    writeManyFiles();
    List<Integer> seen = new ArrayList<>();

    assertFalse(
        written()
            .read(Content.ROWS, (fragment, first, keys) -> seen.add(fragment) && fragment < 6));

    assertEquals(List.of(0, 2, 4, 6), seen);
  }

  @Test
  void aFileThatCannotBeReadFailsTheReading() throws IOException {
    writeManyFiles();
    String name = fragments.get(10).metadata().getFiles().get(0).getPath();
    Files.delete(LanceLayout.dataFolder(Path.of(staging.uri())).resolve(name));
    List<Integer> seen = new ArrayList<>();

    assertThrows(
        LanceDbException.class,
        () -> written().read(Content.ROWS, (fragment, first, keys) -> seen.add(fragment)));

    assertEquals(List.of(0, 2, 4, 6, 8), seen);
  }
}
