package io.sparklancedb.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.config.CacheSizes;
import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.NativeLibrary;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.LanceDbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.WriteParams;

class FirstVersionTest {
  private static final ArrowType LONG = new ArrowType.Int(64, true);
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              new Field(
                  "id",
                  new FieldType(
                      false, LONG, null, Map.of("lance-schema:unenforced-primary-key", "true")),
                  List.of())),
          Map.of("application", "7"));

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"2.0", "2.1", "2.2"})
  void theFirstVersionHoldsTheRowsAndAllThatIsKnownOfThem(String storageVersion)
      throws IOException {
    TableReference made =
        FirstVersion.of(
                address(),
                SCHEMA,
                fragments(2, storageVersion),
                Map.of("team", "search"),
                Map.of("writer", "me"))
            .orElseThrow();

    TableSnapshot table = TableLoader.load(address(), new VersionSelector.Latest()).orElseThrow();
    assertEquals(made, table.reference());
    assertEquals(1, made.version());
    assertEquals(6, table.rows());
    assertEquals(List.of("id"), table.primaryKey());
    assertEquals(storageVersion, table.storageVersion());
    assertEquals("7", table.schema().getCustomMetadata().get("application"));
    assertEquals(List.of(0, 1), table.fragments().stream().map(FragmentMetadata::getId).toList());
    assertEquals(Map.of("team", "search"), TableLoader.properties(made));
    try (DatasetLease lease = TableLoader.lease(made)) {
      assertEquals(
          Optional.of(Map.of("writer", "me")),
          lease.dataset().readTransaction().orElseThrow().transactionProperties());
    }
  }

  @Test
  void aTableThatIsThereStaysAsItIs() throws IOException {
    FirstVersion.empty(address(), SCHEMA, Optional.empty());
    List<FragmentMetadata> fragments = fragments(1, "2.1");
    List<String> before = files();

    assertEquals(
        Optional.empty(),
        FirstVersion.of(address(), SCHEMA, fragments, Map.of(), Map.of("writer", "me")));
    assertEquals(before, files());
    assertEquals(1, TableLoader.latest(address()).orElseThrow().version());
  }

  @Test
  void ofManyMakersOneMakesIt() throws IOException {
    List<List<FragmentMetadata>> fragments = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      fragments.add(fragments(1, "2.1"));
    }
    List<CompletableFuture<Optional<TableReference>>> makers =
        fragments.stream()
            .map(
                own ->
                    CompletableFuture.supplyAsync(
                        () -> FirstVersion.of(address(), SCHEMA, own, Map.of(), Map.of())))
            .toList();

    assertEquals(
        1, makers.stream().map(CompletableFuture::join).filter(Optional::isPresent).count());
    TableSnapshot table = TableLoader.load(address(), new VersionSelector.Latest()).orElseThrow();
    assertEquals(1, table.reference().version());
    assertEquals(3, table.rows());
    assertEquals(1, files().stream().filter(name -> name.endsWith(".txn")).count());
  }

  @Test
  void ofOneThatFailsNothingRemainsButItsData() throws IOException {
    List<FragmentMetadata> fragments = fragments(1, "2.1");
    Files.createFile(Path.of(address().uri(), "_versions"));
    List<String> before = files();

    LanceDbException e =
        assertThrows(
            LanceDbException.class,
            () -> FirstVersion.of(address(), SCHEMA, fragments, Map.of(), Map.of()));
    assertTrue(e.getMessage().startsWith("Cannot "), e::getMessage);
    assertEquals(before, files());
    assertFalse(Files.exists(Path.of(address().uri(), "_transactions")));
  }

  private TableAddress address() {
    return TableAddress.of(
        new DatabaseUri(folder.toString()), "docs", StorageOptions.NONE, CacheSizes.DEFAULT);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of(address().uri()))) {
      return all.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
    }
  }

  private List<FragmentMetadata> fragments(int count, String storageVersion) throws IOException {
    NativeLibrary.load();
    Files.createDirectories(Path.of(address().uri()));
    List<FragmentMetadata> fragments = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot rows = VectorSchemaRoot.create(SCHEMA, allocator)) {
      rows.allocateNew();
      IntStream.range(0, 3).forEach(i -> ((BigIntVector) rows.getVector(0)).setSafe(i, i));
      rows.setRowCount(3);
      for (int i = 0; i < count; i++) {
        fragments.addAll(
            Fragment.write()
                .datasetUri(address().uri())
                .allocator(allocator)
                .data(rows)
                .writeParams(
                    new WriteParams.Builder().withDataStorageVersion(storageVersion).build())
                .execute());
      }
    }
    return fragments;
  }
}
