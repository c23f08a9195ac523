package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Folders that cannot be written, also not by root, which the tests may be run by. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class UnreachableTest {
  private static final String SECRET = "s3cr3t-0123456789";

  private static final String NOT_A_FOLDER =
      "Cannot reach table '%s': Generic LocalFileSystem error: Unable to walk dir: IO error for"
          + " operation on %s/_versions: Not a directory (os error 20). Check the address, the"
          + " permissions and the 'storage_options'.";

  @Test
  void f3AFolderBelowAFileCannotBeWritten(SparkSession spark, Database database) throws Exception {
    Path file = Files.createFile(database.folder().resolve("file"));
    assertRefused(
        spark,
        file.resolve("db"),
        NOT_A_FOLDER.formatted("TABLE", "TABLE"),
        NOT_A_FOLDER.formatted("TABLE", "TABLE"));
    assertEquals(0, Files.size(file));
  }

  @Test
  void f3AFolderThatTheSystemProtectsCannotBeWritten(SparkSession spark) {
    assertRefused(
        spark,
        Path.of("/proc/db"),
        "Cannot write table 'TABLE': there is no '/proc/db'. Check that the address can be written,"
            + " with the permissions and 'storage_options' that you have.",
        "Cannot read table 'TABLE': there is none."
            + " Check 'db_uri' and 'table_name', or write it first.");
  }

  private static void assertRefused(SparkSession spark, Path folder, String write, String read) {
    Docs docs = new Docs(spark, new Database(folder));
    Failure written =
        Failure.of(
            () ->
                docs.writer(spark.range(10).toDF())
                    .option("primary_key", "id")
                    .option("storage_options.account_key", SECRET)
                    .save());
    Failure readBack =
        Failure.of(() -> docs.reader().option("storage_options.account_key", SECRET).load());

    String table = docs.table().folder().toString();
    assertEquals(write, written.refusal().replace(table, "TABLE"), written::text);
    assertEquals(read, readBack.refusal().replace(table, "TABLE"), readBack::text);
    assertFalse(written.text().contains(SECRET), written::text);
    assertFalse(readBack.text().contains(SECRET), readBack::text);
  }
}
