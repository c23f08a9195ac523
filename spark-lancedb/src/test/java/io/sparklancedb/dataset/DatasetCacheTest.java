package io.sparklancedb.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.commit.FirstVersion;
import io.sparklancedb.config.CacheSizes;
import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.Dataset;

class DatasetCacheTest {
  private static final CacheSizes SMALL = new CacheSizes(1 << 20, 1 << 20);
  @TempDir private Path folder;

  @Test
  void tasksShareOneDataset() {
    TableReference table = table(CacheSizes.DEFAULT);

    try (DatasetLease one = TableLoader.lease(table);
        DatasetLease other = TableLoader.lease(table)) {
      assertSame(one.dataset(), other.dataset());
    }
  }

  @Test
  void whatNobodyUsesIsClosedAndOpenedAgain() {
    TableReference table = table(CacheSizes.DEFAULT);
    DatasetCache database = DatasetCache.of(table.address());
    Dataset first;
    try (DatasetLease lease = TableLoader.lease(table)) {
      first = lease.dataset();
      database.closeUnusedSince(Duration.ZERO);
      assertFalse(first.closed());
    }
    database.closeUnusedSince(Duration.ofHours(1));
    assertFalse(database.isClosed());

    database.closeUnusedSince(Duration.ZERO);
    assertTrue(first.closed());
    assertTrue(database.isClosed());
    try (DatasetLease lease = TableLoader.lease(table)) {
      assertEquals(0, lease.dataset().countRows());
    }
  }

  @Test
  void otherCacheSizesAreAnotherSession() {
    TableReference table = table(SMALL);
    TableReference same = table(CacheSizes.DEFAULT);

    assertNotSame(DatasetCache.of(table.address()), DatasetCache.of(same.address()));
  }

  @Test
  void credentialsStayNoLongerThanTheyAreUsed() {
    TableAddress address = table(CacheSizes.DEFAULT).address();
    TableAddress vended =
        TableAddress.of(
            address.database(), "docs", new StorageOptions(Map.of("session_token", "secret")));
    TableReference table = TableLoader.latest(vended).orElseThrow();

    try (DatasetLease lease = TableLoader.lease(table)) {
      DatasetCache.closeAllUnusedSince(Duration.ZERO);
      assertTrue(DatasetCache.isKnown(vended));
      assertEquals(0, lease.dataset().countRows());
    }
    DatasetCache.closeAllUnusedSince(Duration.ofHours(1));
    assertTrue(DatasetCache.isKnown(vended));
    DatasetCache.closeAllUnusedSince(Duration.ZERO);
    assertFalse(DatasetCache.isKnown(vended));
    assertTrue(TableLoader.latest(vended).isPresent());
  }

  /** A pipe that nobody writes to is a very slow file. */
  @Test
  void whoOpensASlowTableMakesNobodyElseWait() throws Exception {
    TableReference table = table(CacheSizes.DEFAULT);
    Path pipe = folder.resolve("docs.lance/_versions/18446744073709551613.manifest");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    TableReference slow = new TableReference(table.address(), 2, table.committed());
    CompletableFuture<DatasetLease> opening =
        CompletableFuture.supplyAsync(() -> TableLoader.lease(slow));
    assertThrows(TimeoutException.class, () -> opening.get(500, TimeUnit.MILLISECONDS));

    CompletableFuture.runAsync(() -> TableLoader.lease(table).close()).get(10, TimeUnit.SECONDS);

    try (OutputStream end = Files.newOutputStream(pipe)) {
      Files.delete(pipe);
      end.flush();
    }
    assertThrows(ExecutionException.class, () -> opening.get(10, TimeUnit.SECONDS));
  }

  private TableReference table(CacheSizes caches) {
    TableAddress address =
        TableAddress.of(new DatabaseUri(folder.toString()), "docs", StorageOptions.NONE, caches);
    Field id = Field.nullable("id", new ArrowType.Int(64, true));
    FirstVersion.empty(address, new Schema(List.of(id)), Optional.empty());
    return TableLoader.load(address, new VersionSelector.Latest()).orElseThrow().reference();
  }
}
