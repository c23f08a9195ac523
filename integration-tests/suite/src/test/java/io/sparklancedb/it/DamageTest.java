package io.sparklancedb.it;

import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.LanceDb;
import io.sparklancedb.client.TableHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables whose files are cut, gone, too many, or elsewhere. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class DamageTest {
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.95})
  void f5ANewestManifestThatIsCutIsNamedAndOlderVersionsAreRead(
      double left, SparkSession spark, Database database) throws Exception {
    Docs docs = table(spark, database);
    long version = docs.table().version();
    docs.append(rows(spark, 50, 150, "new"));
    Path manifest = newestManifest(docs);
    cut(manifest, left);

    for (Failure failure :
        List.of(
            Failure.of(() -> docs.read().count()),
            Failure.of(() -> docs.append(rows(spark, 0, 10, "newer"))))) {
      assertEquals(
          "Cannot read table '%s': the file '_versions/%s', which describes its newest version, is cut short. Restore the file, read an older version with the option 'version', or remove the file to go back to the version before."
              .formatted(docs.table().folder(), manifest.getFileName()),
          failure.refusal(),
          failure::text);
    }
    Dataset<Row> older = docs.reader().option("version", version).load();
    assertEquals(100, older.where("text = 'old'").count());
    // The newest folds the new rows into the key's index; the one that holds them stays.
    Files.delete(manifest);
    docs.append(rows(spark, 0, 10, "newest"));
    assertEquals(10, docs.read().where("text = 'newest'").count());
    assertEquals(150, docs.read().count());
  }

  @Test
  void f5AMissingFileOfRowsIsNamedAndOlderVersionsAreRead(SparkSession spark, Database database)
      throws Exception {
    Docs docs = table(spark, database);
    long version = docs.table().version();
    List<String> old = docs.table().dataFiles();
    docs.append(rows(spark, 100, 200, "new"));
    String missing =
        docs.table().dataFiles().stream().filter(file -> !old.contains(file)).findFirst().get();
    Files.delete(docs.table().folder().resolve("data").resolve(missing));

    Failure failure = Failure.of(() -> docs.read().collectAsList());
    assertTrue(failure.refusal().contains(missing), failure::text);
    Dataset<Row> older = docs.reader().option("version", version).load();
    assertEquals(100, older.where("text = 'old'").count());
  }

  @Test
  void aFileOfRowsThatIsCutIsCalledDamaged(SparkSession spark, Database database) throws Exception {
    Docs docs = table(spark, database);
    cut(docs.table().folder().resolve("data").resolve(docs.table().dataFiles().get(0)), 0.5);

    Failure failure = Failure.of(() -> docs.read().collectAsList());
    assertEquals(
        "Cannot read table '%s': Generic memory error: Invalid range N..N for object of size N bytes. A file of this version is damaged or missing, or lance-core fails on it. Restore the file, or read an older version with the option 'version'."
            .formatted(docs.table().folder()),
        failure
            .refusal()
            .replaceAll(" \\d+\\.\\.\\d+ ", " N..N ")
            .replaceAll(" \\d+ bytes", " N bytes"),
        failure::text);
  }

  @Test
  void anIndexThatIsCutSparesNothing(SparkSession spark, Database database) throws Exception {
    Docs docs = table(spark, database);
    Path indexes = docs.table().folder().resolve("_indices");
    for (String file : new FileTree(indexes).names()) {
      if (file.endsWith("page_lookup.lance")) {
        cut(indexes.resolve(file), 0.5);
      }
    }

    assertEquals(1, docs.read().where("id = 7").count());
  }

  @Test
  void f6WhatDeadWritersLeftIsIgnoredByReadersAndRemovedByOneCall(
      SparkSession spark, Database database) throws Exception {
    Docs docs = table(spark, database);
    Path table = docs.table().folder();
    Path whole = table.resolve("data").resolve(docs.table().dataFiles().get(0));
    Path staged = database.folder().resolve(".spark-lancedb/docs/0123-dead/data");
    Files.createDirectories(staged);
    Files.copy(whole, staged.resolve("whole.lance"));
    Files.copy(whole, table.resolve("data/unnamed.lance"));
    Files.write(table.resolve("data/half.lance"), new byte[1_000]);
    Files.write(table.resolve("_transactions/4-0123-dead.txn"), new byte[10]);
    List<String> left =
        List.of(
            "docs.lance/data/half.lance",
            "docs.lance/data/unnamed.lance",
            ".spark-lancedb/docs/0123-dead/data/whole.lance");

    TableHandle handle =
        LanceDb.connect(database.uri(), Map.of(), Duration.ZERO).openTable(Docs.NAME);
    assertEquals(100, docs.read().where("text = 'old'").count());
    assertEquals(100, handle.countRows());
    docs.append(rows(spark, 50, 150, "new"));
    assertEquals(left, Leftovers.of(docs).names());

    handle.removeOrphanFiles(Duration.ofHours(1));
    assertEquals(left, Leftovers.of(docs).names());
    handle.removeOrphanFiles(Duration.ZERO);
    assertEquals(List.of(), Leftovers.of(docs).names());
    assertEquals(100, docs.read().where("text = 'new'").count());
    assertEquals(150, docs.read().count());
  }

  @Test
  void f9ATableThatIsCopiedOrMovedIsTheSameElsewhere(SparkSession spark, Database database)
      throws Exception {
    Docs docs = table(spark, database);
    docs.append(rows(spark, 50, 150, "new"));
    assertEquals(List.of(), new FileTree(database.folder()).holding(database.uri()));
    Docs copy = new Docs(spark, new Database(database.folder().resolve("copy")));
    copy(docs.table().folder(), Files.createDirectories(copy.table().folder()));

    copy.append(rows(spark, 0, 10, "copied"));
    docs.append(rows(spark, 140, 160, "original"));
    assertEquals(10, copy.read().where("text = 'copied'").count());
    assertEquals(150, copy.read().count());
    assertEquals(20, docs.read().where("text = 'original'").count());
    assertEquals(160, docs.read().count());

    Docs moved = new Docs(spark, new Database(database.folder().resolve("moved")));
    Files.createDirectory(moved.database().folder());
    Files.move(docs.table().folder(), moved.table().folder());
    moved.append(rows(spark, 0, 5, "moved"));
    assertEquals(5, moved.read().where("text = 'moved'").count());
    assertEquals(160, moved.read().count());
  }

  @Test
  void f9ATableThatIsOpenedThroughTwoPathsIsOne(SparkSession spark, Database database)
      throws Exception {
    Path real = Files.createDirectory(database.folder().resolve("real"));
    Path link = Files.createSymbolicLink(database.folder().resolve("link"), real);
    Docs one = table(spark, new Database(real));
    Docs other = new Docs(spark, new Database(link));

    other.append(rows(spark, 50, 150, "other"));
    one.append(rows(spark, 140, 160, "one"));
    for (Docs docs : List.of(one, other)) {
      assertEquals(160, docs.read().count());
      assertEquals(160, docs.read().select("id").distinct().count());
      assertEquals(90, docs.read().where("text = 'other'").count());
    }
    assertEquals(List.of(), Leftovers.of(one).names());
  }

  /** Lance counts them down, so that the newest comes first. */
  private static Path newestManifest(Docs docs) {
    Path versions = docs.table().folder().resolve("_versions");
    return versions.resolve(
        new FileTree(versions)
            .names().stream().filter(name -> name.endsWith(".manifest")).findFirst().get());
  }

  private static void cut(Path file, double left) throws Exception {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate((long) (channel.size() * left));
    }
  }

  private static void copy(Path from, Path to) throws Exception {
    for (String name : new FileTree(from).names()) {
      Files.copy(from.resolve(name), to.resolve(name));
    }
  }

  private static Docs table(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 100, "old"));
    return docs;
  }

  private static Dataset<Row> rows(SparkSession spark, long from, long to, String text) {
    return spark.range(from, to, 1, 2).withColumn("text", lit(text));
  }
}
