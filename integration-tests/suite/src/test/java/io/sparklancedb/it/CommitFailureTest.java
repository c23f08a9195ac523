package io.sparklancedb.it;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens to the table between the plan of a write and its commit. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class CommitFailureTest {
  @Test
  void t10ACommitThatCertainlyFailedLeavesNothingBehind(SparkSession spark, Database database) {
    Docs docs = table(spark, database);
    String transactions = docs.table().folder().resolve("_transactions").toString();
    List<String> data = files(docs);
    Dataset<Row> rows = Sabotage.at(50, task -> replaceByAFile(transactions), rows(spark));
    Failure failure = Failure.of(() -> docs.append(rows));

    assertEquals(
        "Cannot write table 'TABLE': File exists (os error 17). Check that the address can be"
            + " written, with the permissions and 'storage_options' that you have.",
        failure.refusal().replace(docs.table().folder().toString(), "TABLE"));
    assertEquals(data, files(docs));
    assertEquals(10, docs.read().where("text = 'text'").count());
  }

  @Test
  void r6AWriteDoesNotBringBackATableThatWasDroppedMeanwhile(
      SparkSession spark, Database database) {
    Docs docs = table(spark, database);
    String folder = docs.table().folder().toString();
    Dataset<Row> rows =
        Sabotage.at(1, task -> new FileTree(Path.of(folder)).remove(), rows(spark).coalesce(1));
    Failure failure = Failure.of(() -> docs.overwrite(rows));

    assertEquals(
        "Cannot read version 2 of table 'TABLE': it is gone; it was cleaned up, or the table was"
            + " dropped. Load the table again.",
        failure.refusal().replace(folder, "TABLE"),
        failure::text);
    new FileTree(database.folder()).await(List.of());
  }

  @Test
  void r6AWriteIsRefusedWhenAColumnIsGoneMeanwhile(SparkSession spark, Database database) {
    Docs docs = table(spark, database);
    List<String> data = files(docs);
    Failure failure =
        Failure.of(() -> docs.append(meanwhile(docs, table -> table.dropColumn("text"))));

    assertEquals(
        "Cannot commit to table 'TABLE': another writer changed or dropped column 'text'"
            + " meanwhile. Nothing of this commit is in the table. Run the write again.",
        failure.refusal().replace(docs.table().folder().toString(), "TABLE"));
    assertEquals(10, docs.read().count());
    assertEquals(data, files(docs));
  }

  @Test
  void c8AnOverwriteRemovesWhatAnotherWriterInsertedMeanwhile(SparkSession spark, Database database)
      throws Exception {
    Docs docs = table(spark, database);
    String source = database.folder().resolve("other").toString();
    rows(spark)
        .where("id < 3")
        .union(rows(spark).where("id < 2").withColumn("id", col("id").plus(1_000)))
        .withColumn("text", lit("inserted"))
        .coalesce(1)
        .write()
        .format("lancedb")
        .options(Map.of("db_uri", source, "table_name", "docs", "primary_key", "id"))
        .mode("append")
        .save();
    docs.overwrite(meanwhile(docs, table -> table.appendFrom(Path.of(source, "docs.lance"))));

    assertEquals(100, docs.read().count());
    assertEquals(100, docs.read().where("text = 'text'").select("id").distinct().count());
    assertEquals(1, docs.table().rows("id = 1").size());
  }

  /** The change is committed while the rows are written. */
  private static Dataset<Row> meanwhile(Docs docs, Change change) {
    String folder = docs.table().folder().toString();
    return Sabotage.at(
        50, task -> change.make(new NativeTable(Path.of(folder))), rows(docs.spark()));
  }

  private interface Change extends Serializable {
    void make(NativeTable table);
  }

  private static List<String> files(Docs docs) {
    return new FileTree(docs.table().folder().resolve("data")).names();
  }

  private static Docs table(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    // One row stays when others are merged.
    docs.append(rows(spark).limit(10).withColumn("id", col("id").minus(1)));
    // From here on the version is open in this JVM.
    assertEquals(10, docs.read().where("text = 'text'").count());
    return docs;
  }

  private static Dataset<Row> rows(SparkSession spark) {
    return spark.range(0, 100, 1, 2).selectExpr("id", "'text' as text", "cast(id * 2 as int) as n");
  }

  private static void replaceByAFile(String folder) throws IOException {
    new FileTree(Path.of(folder)).remove();
    Files.createFile(Path.of(folder));
  }
}
