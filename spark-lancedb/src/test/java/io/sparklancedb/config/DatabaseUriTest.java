package io.sparklancedb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.error.LanceDbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUriTest {
  @ParameterizedTest
  @CsvSource({
    "s3://bucket/db, s3://bucket/db",
    "s3a://bucket/db/, s3://bucket/db",
    "S3N://bucket/db, s3://bucket/db",
    "gs://bucket/db, gs://bucket/db",
    "abfss://c@account.dfs.core.windows.net/p, abfss://c@account.dfs.core.windows.net/p",
    "/nowhere/db, /nowhere/db",
    "/nowhere/db///, /nowhere/db",
    "/nowhere/x/../db, /nowhere/db",
    "file:/nowhere/db, /nowhere/db",
    "file:///nowhere/db, /nowhere/db",
    "file:///nowhere/a%20b, /nowhere/a b",
    "file:/nowhere/a b, /nowhere/a b",
    "/nowhere/a%20b, /nowhere/a%20b"
  })
  void givesOneSpellingToOnePlace(String written, String address) {
    assertEquals(address, DatabaseUri.parse(written).value());
  }

  @Test
  void takesARelativeFolderFromTheWorkingDirectory() {
    assertEquals(
        Path.of("some/db").toAbsolutePath().toString(), DatabaseUri.parse("some/db").value());
  }

  @Test
  void followsSymbolicLinks(@TempDir Path folder) throws IOException {
    Path real = Files.createDirectory(folder.toRealPath().resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);

    assertEquals(real + "/db", DatabaseUri.parse(link + "/db").value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dbfs:/x",
        "/dbfs/x",
        "/Volumes/main/default/x",
        "file:/Volumes/x",
        "/tmp/../Workspace/me",
        "/Workspace/Users/x"
      })
  void refusesTheMountsOfDatabricks(String uri) {
    assertEquals(
        "Cannot use db_uri '%s': Databricks volumes, DBFS and workspace files lack the atomic rename that a Lance commit needs. Use the cloud address, such as s3://bucket/folder, abfss://container@account.dfs.core.windows.net/folder or gs://bucket/folder."
            .formatted(uri),
        assertThrows(LanceDbException.class, () -> DatabaseUri.parse(uri)).getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "~/x, ~",
    "~, ~",
    "~ada/x, ~ada",
    "file:~/x, ~",
    "$HOME/x, $HOME",
    "file:$HOME/x, $HOME",
    "/data/${USER}/x, ${USER}",
    "s3://$BUCKET/x, $BUCKET",
    "s3://${BUCKET}-eu/x, ${BUCKET}"
  })
  void refusesWhatAShellWouldReplace(String uri, String part) {
    assertEquals(
        "Cannot use db_uri '%s': '%s' means something to a shell only, and would be the name of a folder here. Write the address out."
            .formatted(uri, part),
        assertThrows(LanceDbException.class, () -> DatabaseUri.parse(uri)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/~", "/a~/b", "/a$b/c", "/data/$1.x"})
  void takesTheSignsOfAShellElsewhere(String uri) {
    assertEquals(uri, DatabaseUri.parse(uri).value());
  }

  @ParameterizedTest
  @CsvSource({"s3:/bucket, it names no bucket", "s3://, it names no bucket", "' ', it is empty"})
  void refusesWhatNamesNoPlace(String uri, String reason) {
    assertEquals(
        "Cannot use db_uri '%s': %s. Use a folder, or an address such as s3://bucket/folder."
            .formatted(uri, reason),
        assertThrows(LanceDbException.class, () -> DatabaseUri.parse(uri)).getMessage());
  }
}
