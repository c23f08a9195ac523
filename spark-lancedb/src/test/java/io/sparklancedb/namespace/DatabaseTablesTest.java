package io.sparklancedb.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.commit.FirstVersion;
import io.sparklancedb.config.CacheSizes;
import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.NamespaceConfig;
import io.sparklancedb.config.StorageOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTablesTest {
  private static final Schema SCHEMA =
      new Schema(List.of(Field.nullable("id", new ArrowType.Int(64, true))));

  @TempDir private Path folder;

  @Test
  void ofManyFoldersTheTablesAreListedInOrder() throws IOException {
    NamespaceConfig.Folder database =
        new NamespaceConfig.Folder(
            new DatabaseUri(folder.toString()), StorageOptions.NONE, CacheSizes.DEFAULT);
    List<String> names = IntStream.range(0, 60).mapToObj("t%02d"::formatted).toList();
    for (String name : names) {
      if (name.endsWith("7")) {
        Files.createDirectories(folder.resolve(name + ".lance").resolve("data"));
      } else {
        FirstVersion.empty(database.table(name), SCHEMA, Optional.empty());
      }
    }
    Files.createDirectories(folder.resolve("other"));

    assertEquals(
        names.stream().filter(name -> !name.endsWith("7")).toList(), DatabaseTables.list(database));
  }
}
