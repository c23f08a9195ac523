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
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lance.schema.ColumnAlteration;

/** What happens to the table between the plan of a write and its commit. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class CommitFailureTest {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void t10ACommitThatCertainlyFailedLeavesNothingBehind(
      boolean merge, SparkSession spark, Database database) {
    Docs docs = table(spark, database);
    String transactions = docs.table().folder().resolve("_transactions").toString();
    List<String> data = files(docs);
    Dataset<Row> rows = Sabotage.at(50, task -> replaceByAFile(transactions), rows(spark));
    Failure failure = Failure.of(() -> write(merge, docs, rows));

    assertEquals(
        "Cannot write table 'TABLE': File exists (os error 17). Check that the address can be"
            + " written, with the permissions and 'storage_options' that you have.",
        failure.refusal().replace(docs.table().folder().toString(), "TABLE"));
    assertEquals(data, files(docs));
    assertEquals(10, docs.read().where("text = 'text'").count());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void r6AWriteDoesNotBringBackATableThatWasDroppedMeanwhile(
      boolean merge, SparkSession spark, Database database) {
    Docs docs = table(spark, database);
    String folder = docs.table().folder().toString();
    Dataset<Row> rows =
        Sabotage.at(1, task -> new FileTree(Path.of(folder)).remove(), rows(spark).coalesce(1));
    Failure failure = Failure.of(() -> write(merge, docs, rows));

    assertEquals(
        "Cannot read version 2 of table 'TABLE': it is gone; it was cleaned up, or the table was"
            + " dropped. Load the table again.",
        failure.refusal().replace(folder, "TABLE"),
        failure::text);
    new FileTree(database.folder()).await(List.of());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void r6AWriteIsRefusedWhenAColumnIsGoneMeanwhile(
      boolean merge, SparkSession spark, Database database) {
    for (Change change : List.<Change>of(CommitFailureTest::rename, t -> t.dropColumn("text"))) {
      Docs docs = table(spark, database);
      List<String> data = files(docs);
      Failure failure = Failure.of(() -> write(merge, docs, meanwhile(docs, change)));

      assertEquals(
          "Cannot commit to table 'TABLE': another writer changed or dropped column 'text'"
              + " meanwhile. Nothing was changed. Run the write again.",
          failure.refusal().replace(docs.table().folder().toString(), "TABLE"));
      assertEquals(10, docs.read().count());
      assertEquals(data, files(docs));
      new FileTree(docs.table().folder()).remove();
    }
  }

  /** Lance 7.0.0 leaves a column as it is that is altered to a wider type: it is made anew. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void r6AWriteIsRefusedWhenAColumnIsMadeAnewWithAWiderTypeMeanwhile(
      boolean merge, SparkSession spark, Database database) {
    Docs docs = table(spark, database);
    List<String> data = files(docs);
    Dataset<Row> rows =
        meanwhile(
            docs,
            table -> {
              table.dropColumn("n");
              table.addColumn("n", new ArrowType.Int(64, true));
            });
    Failure failure = Failure.of(() -> write(merge, docs, rows));

    assertEquals(
        "Cannot commit to table 'TABLE': another writer changed or dropped column 'n'"
            + " meanwhile. Nothing was changed. Run the write again.",
        failure.refusal().replace(docs.table().folder().toString(), "TABLE"));
    assertEquals(10, docs.read().where("n IS NULL").count());
    assertEquals("bigint", docs.read().schema().apply("n").dataType().catalogString());
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
    return meanwhile(docs, rows(docs.spark()), change);
  }

  private static Dataset<Row> meanwhile(Docs docs, Dataset<Row> rows, Change change) {
    String folder = docs.table().folder().toString();
    return Sabotage.at(50, task -> change.make(new NativeTable(Path.of(folder))), rows);
  }

  private static void rename(NativeTable table) {
    table.alter(new ColumnAlteration.Builder("text").rename("body").build());
  }

  private interface Change extends Serializable {
    void make(NativeTable table);
  }

  private static void write(boolean merge, Docs docs, Dataset<Row> rows) {
    if (merge) {
      docs.append(rows);
    } else {
      docs.overwrite(rows);
    }
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
