package io.sparklancedb.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.commit.FirstVersion;
import io.sparklancedb.config.CacheSizes;
import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewestVersionsTest {
  @TempDir private Path folder;

  @Test
  void aTableThatIsGoneIsForgotten() throws IOException {
    TableAddress docs =
        TableAddress.of(
            DatabaseUri.parse(folder.toString()),
            "docs",
            new StorageOptions(Map.of()),
            CacheSizes.DEFAULT);
    FirstVersion.empty(
        docs,
        new Schema(List.of(Field.notNullable("id", new ArrowType.Int(64, true)))),
        Optional.empty());
    TableLoader.load(docs, new VersionSelector.Latest());
    assertTrue(NewestVersions.of(docs).isPresent());

    try (Stream<Path> files = Files.walk(folder.resolve("docs.lance"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    TableLoader.load(docs, new VersionSelector.Latest());
    assertEquals(Optional.empty(), NewestVersions.of(docs));
  }
}
