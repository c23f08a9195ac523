package io.sparklancedb.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.sparklancedb.commit.FirstVersion;
import io.sparklancedb.config.CacheSizes;
import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.Dataset;

class KnownVersionsTest {
  @TempDir private Path folder;

  private TableAddress docs;

  @BeforeEach
  void createTable() {
    docs =
        TableAddress.of(
            DatabaseUri.parse(folder.toString()),
            "docs",
            new StorageOptions(Map.of()),
            CacheSizes.DEFAULT);
    create("id");
  }

  private void create(String column) {
    FirstVersion.empty(
        docs,
        new Schema(List.of(Field.notNullable(column, new ArrowType.Int(64, true)))),
        Optional.empty());
  }

  private TableSnapshot load() {
    return TableLoader.load(docs, new VersionSelector.Latest()).orElseThrow();
  }

  @Test
  void aVersionIsReadOnceWhileItIsTheNewest() {
    TableSnapshot first = load();
    assertSame(first, load());

    try (Dataset dataset = DatasetCache.of(docs).openLatest(docs)) {
      dataset.addColumns(List.of(Field.nullable("more", new ArrowType.Int(64, true))));
    }
    TableSnapshot second = load();
    assertEquals(2, second.reference().version());
    assertSame(second, load());

    TableSnapshot firstAgain = TableLoader.find(docs, 1).orElseThrow();
    assertNotSame(first, firstAgain);
    assertEquals(first, firstAgain);
  }

  @Test
  void aVersionOfTheSameNumberInATableThatWasMadeAnewIsRead() {
    TableSnapshot first = load();
    Dataset.drop(docs.uri(), Map.of());
    create("other");

    TableSnapshot second = load();

    assertEquals(first.reference().version(), second.reference().version());
    assertNotEquals(first.schema(), second.schema());
  }
}
