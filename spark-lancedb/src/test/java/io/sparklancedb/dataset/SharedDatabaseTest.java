package io.sparklancedb.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.config.CacheSizes;
import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.Dataset;

class SharedDatabaseTest {
  private static final CacheSizes SMALL = new CacheSizes(1 << 20, 1 << 20);
  @TempDir private Path folder;

  @Test
  void tasksShareOneDataset() {
    TableReference table = table(CacheSizes.DEFAULT);

    try (DatasetLease one = Tables.lease(table);
        DatasetLease other = Tables.lease(table)) {
      assertSame(one.dataset(), other.dataset());
    }
  }

  @Test
  void whatNobodyUsesIsClosedAndOpenedAgain() {
    TableReference table = table(CacheSizes.DEFAULT);
    SharedDatabase database = SharedDatabase.of(table.address());
    Dataset first;
    try (DatasetLease lease = Tables.lease(table)) {
      first = lease.dataset();
      database.closeUnusedSince(Duration.ZERO);
      assertFalse(first.closed());
    }
    database.closeUnusedSince(Duration.ofHours(1));
    assertFalse(database.isClosed());

    database.closeUnusedSince(Duration.ZERO);
    assertTrue(first.closed());
    assertTrue(database.isClosed());
    try (DatasetLease lease = Tables.lease(table)) {
      assertEquals(0, lease.dataset().countRows());
    }
  }

  @Test
  void otherCacheSizesAreAnotherSession() {
    TableReference table = table(SMALL);
    TableReference same = table(CacheSizes.DEFAULT);

    assertNotSame(SharedDatabase.of(table.address()), SharedDatabase.of(same.address()));
  }

  private TableReference table(CacheSizes caches) {
    TableAddress address =
        TableAddress.of(new DatabaseUri(folder.toString()), "docs", StorageOptions.NONE, caches);
    Field id = Field.nullable("id", new ArrowType.Int(64, true));
    Tables.create(address, new Schema(List.of(id)), Optional.empty());
    return Tables.load(address, new VersionSelector.Latest()).orElseThrow().reference();
  }
}
