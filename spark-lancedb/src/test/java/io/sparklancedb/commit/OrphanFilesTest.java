package io.sparklancedb.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sparklancedb.config.CacheSizes;
import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.DatasetCache;
import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.NativeLibrary;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.Ref;
import org.lance.WriteParams;
import org.lance.cleanup.CleanupPolicy;
import org.lance.operation.Overwrite;

class OrphanFilesTest {
  private static final Schema SCHEMA =
      new Schema(List.of(Field.nullable("id", new ArrowType.Int(64, true))));

  @TempDir private Path folder;

  /** Its first version is gone from the table when the files of dead writes are removed. */
  @Test
  void filesOfABranchStay() throws IOException {
    TableAddress address =
        TableAddress.of(
            new DatabaseUri(folder.toString()), "docs", StorageOptions.NONE, CacheSizes.DEFAULT);
    NativeLibrary.load();
    Files.createDirectories(Path.of(address.uri()));
    TableReference first =
        FirstVersion.of(address, SCHEMA, fragments(address), Map.of(), Map.of()).orElseThrow();
    try (DatasetLease lease = TableLoader.lease(first)) {
      lease.dataset().createBranch("dev", Ref.ofMain()).close();
    }
    Overwrite others = Overwrite.builder().schema(SCHEMA).fragments(fragments(address)).build();
    CommitAttempt.attempt(first, others, Map.of());
    List<FragmentMetadata> dead = fragments(address);
    try (Dataset latest = DatasetCache.of(address).openLatest(address)) {
      latest.cleanupWithPolicy(CleanupPolicy.builder().withBeforeVersion(latest.version()).build());
    }

    OrphanFiles.remove(address, Duration.ofSeconds(-1));

    String left = dead.get(0).getFiles().get(0).getPath();
    assertFalse(Files.exists(Path.of(address.uri(), "data", left)));
    try (Dataset latest = DatasetCache.of(address).openLatest(address);
        Dataset branch = latest.checkout(Ref.ofBranch("dev"))) {
      assertEquals(3, branch.countRows("id < 3"));
      assertEquals(3, latest.countRows("id < 3"));
    }
  }

  private static List<FragmentMetadata> fragments(TableAddress address) {
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot rows = VectorSchemaRoot.create(SCHEMA, allocator)) {
      rows.allocateNew();
      IntStream.range(0, 3).forEach(i -> ((BigIntVector) rows.getVector(0)).setSafe(i, i));
      rows.setRowCount(3);
      return Fragment.write()
          .datasetUri(address.uri())
          .allocator(allocator)
          .data(rows)
          .writeParams(new WriteParams.Builder().build())
          .execute();
    }
  }
}
