package io.sparklancedb.it;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.LanceDb;
import io.sparklancedb.it.app.DriverSteps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that is full, or turns read-only. */
@ExtendWith(SparkExtension.class)
@Tag("faults")
class DiskTest {
  private static final int MEGABYTES = 12;
  private static final long OLD = 1_000;

  /** More than a commit takes. */
  private static final int MOST_PAGES = 64;

  @TempDir private Path folder;
  private SmallDisk disk;
  private Docs docs;

  @BeforeEach
  void makeTable(SparkSession spark) throws Exception {
    disk = SmallDisk.mount(folder, MEGABYTES);
    docs = new Docs(spark, new Database(Files.createDirectory(folder.resolve("db"))));
    docs.append(rows(OLD, "old"));
  }

  @AfterEach
  void takeDiskAway() {
    if (disk != null) {
      disk.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"append", "overwrite"})
  void f4ADiskThatIsFullBeforeAllRowsAreWrittenChangesNothing(String mode) {
    Failure failure = Failure.of(() -> docs.writer(rows(400_000, "new")).mode(mode).save());

    assertEquals(
        "Cannot write table 'TABLE': No space left on device (os error 28). Check that the address"
            + " can be written, with the permissions and 'storage_options' that you have.",
        told(failure),
        failure::text);
    assertUnchanged();
    assertCanBeWritten(mode);
  }

  /** One page more from time to time: each file of a commit is the one that has no place. */
  @ParameterizedTest
  @ValueSource(strings = {"append", "overwrite"})
  void f4ADiskThatIsFullWhenTheDriverCommitsChangesNothing(String mode) {
    int failures = 0;
    for (int pages = 0; ; pages++) {
      int free = pages;
      assertTrue(free <= MOST_PAGES, "a commit needs more than " + MOST_PAGES + " pages");
      try (DriverSteps steps = DriverSteps.of(() -> disk.fill(free), () -> {})) {
        docs.writer(rows(OLD + 10, "new").where("id > 0")).mode(mode).save();
        break;
      } catch (Exception e) {
        failures++;
        disk.free();
        Failure failure = new Failure(e);
        assertTrue(told(failure).contains("No space left on device"), failure::text);
        assertUnchanged();
      }
    }
    disk.free();

    assertTrue(failures >= 2, () -> "nothing failed but the first file");
    assertWritten(mode);
    assertCanBeWritten(mode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"append", "overwrite"})
  void f3AFolderThatIsReadOnlyIsReadAndNotWritten(String mode) {
    disk.makeReadOnly();
    Failure failure = Failure.of(() -> docs.writer(rows(10, "new")).mode(mode).save());

    assertReadOnly(failure);
    assertUnchanged();
    disk.makeWritable();
    assertCanBeWritten(mode);
  }

  @Test
  void f3NoTableIsMadeInAFolderThatIsReadOnly() {
    disk.makeReadOnly();
    Failure failure =
        Failure.of(
            () ->
                docs.writer(rows(10, "new"))
                    .option("table_name", "other")
                    .option("primary_key", "id")
                    .save());

    assertReadOnly(failure);
    assertEquals(List.of("docs.lance"), List.of(docs.database().folder().toFile().list()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"append", "overwrite"})
  void f4AFolderThatIsReadOnlyWhenTheDriverCommitsChangesNothing(String mode) {
    Failure failure;
    try (DriverSteps steps = DriverSteps.of(disk::makeReadOnly, () -> {})) {
      failure = Failure.of(() -> docs.writer(rows(OLD + 10, "new")).mode(mode).save());
    }

    assertReadOnly(failure);
    assertEquals(OLD, docs.read().where("text like 'old%'").count());
    disk.makeWritable();
    // The job could not remove its files.
    LanceDb.connect(docs.database().uri(), Map.of(), Duration.ZERO)
        .openTable(Docs.NAME)
        .removeOrphanFiles(Duration.ZERO);
    assertUnchanged();
    assertCanBeWritten(mode);
  }

  private void assertReadOnly(Failure failure) {
    assertEquals(
        "Cannot write table 'TABLE': 'FILE': Read-only file system. Check that the address can be"
            + " written, with the permissions and 'storage_options' that you have.",
        told(failure),
        failure::text);
  }

  /** What the connector says, whatever the table and the file in it. */
  private String told(Failure failure) {
    return failure
        .refusal()
        .replaceAll(docs.database().folder() + "/\\w+.lance", "TABLE")
        .replaceFirst("'[^']+/\\.spark-lancedb[^']*'", "'FILE'")
        .replaceFirst(" at path \"TABLE/[\\w/.-]+\"", "");
  }

  private void assertUnchanged() {
    assertEquals(OLD, docs.read().count());
    assertEquals(OLD, docs.read().where("text like 'old%'").count());
    Leftovers.of(docs).awaitNone();
  }

  private void assertCanBeWritten(String mode) {
    docs.writer(rows(OLD + 10, "new").where("id > 0")).mode(mode).save();
    assertWritten(mode);
    assertEquals(List.of(), Leftovers.of(docs).names());
  }

  private void assertWritten(String mode) {
    assertEquals(OLD + 9, docs.read().where("text like 'new%'").count());
    assertEquals(OLD + 9 + (mode.equals("append") ? 1 : 0), docs.read().count());
  }

  /** Some 70 bytes each, which cannot be compressed. */
  private Dataset<Row> rows(long count, String text) {
    return docs.spark()
        .range(0, count, 1, 2)
        .withColumn("text", lit(text))
        .withColumn("text", expr("concat(text, sha2(cast(id as string), 256))"));
  }
}
