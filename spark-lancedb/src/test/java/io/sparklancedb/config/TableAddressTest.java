package io.sparklancedb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.error.LanceDbException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableAddressTest {
  @ParameterizedTest
  @CsvSource({
    "file:///nowhere/my%20db%2520/1fe8_a$t, /nowhere/my db%20, 1fe8_a$t, 1fe8_a$t",
    "/nowhere/db/t.lance, /nowhere/db, t.lance, t",
    "s3a://bucket/db/1fe8_a$b$t/, s3://bucket/db, 1fe8_a$b$t, 1fe8_a$b$t"
  })
  void takesThePlaceThatANamespaceSays(
      String location, String database, String folder, String stem) {
    TableAddress address = TableAddress.at(location, StorageOptions.NONE, CacheSizes.DEFAULT);

    assertEquals(database, address.database().value());
    assertEquals(folder, address.folder());
    assertEquals(stem, address.stem());
    assertEquals(database + "/" + folder, address.uri());
  }

  @ParameterizedTest
  @CsvSource({"x.lance, Use 'x'.", "x.y.LANCE, Use 'x.y'.", ".lance, Choose a name."})
  void refusesTheEndingOfAFolderInAName(String name, String wayOut) {
    DatabaseUri database = new DatabaseUri("/db");
    assertEquals(
        "Cannot use table name '%s': '.lance' is the ending of a table's folder, and no part of its name. %s"
            .formatted(name, wayOut),
        assertThrows(
                LanceDbException.class, () -> TableAddress.of(database, name, StorageOptions.NONE))
            .getMessage());
  }

  @Test
  void showsNothingOfANamespaceButItsKind() {
    Map<String, String> secrets = Map.of("uri", "hush", "header.x", "hush");

    assertEquals(
        "the REST server of 'namespace.uri'",
        new NamespaceConfig.Rest(secrets, StorageOptions.NONE, CacheSizes.DEFAULT).toString());
    assertEquals(
        "the folder '/db'",
        new NamespaceConfig.Directory(
                new DatabaseUri("/db"), secrets, StorageOptions.NONE, CacheSizes.DEFAULT)
            .toString());
  }
}
