package io.sparklancedb.it;

import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, options and modes. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class RefusalTest {
  private static final String MODE_BEFORE_4 =
      "TableProvider implementation lancedb cannot be written with %s mode, please use Append or Overwrite modes instead.";
  private static final String MODE_SINCE_4 =
      "The data source \"lancedb\" cannot be written in the \"%s\" mode. Please use either the \"Append\" or \"Overwrite\" mode instead. SQLSTATE: 0A000";

  private static final String NO_PATH =
      "Cannot use a path with format 'lancedb': a table is addressed by options."
          + " Set 'db_uri' and 'table_name', and call save() or load() without a path.";

  @Test
  void wantsAnAddress(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    DataFrameWriter<Row> bare = rows(spark).write().format("lancedb").mode("append");
    Refused refused = new Refused(docs);
    refused.with(
        "Cannot use format 'lancedb': option 'db_uri' is missing."
            + " Set it to the folder or object-store prefix of the database.",
        bare.option("table_name", "docs"));
    refused.with(
        "Cannot use format 'lancedb': option 'table_name' is missing."
            + " Set it to the name of the table in the database.",
        rows(spark).write().format("lancedb").mode("append").option("db_uri", database.uri()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a\0b"})
  void x2RefusesTableNamesThatLeadElsewhere(String name, SparkSession spark, Database database) {
    String message =
        ("Cannot use table name '%s': a name is made of 1 to 200 letters, digits, '_', '-' and '.',"
                + " and holds no '..'. Choose another.")
            .formatted(name);
    Docs docs = new Docs(spark, database);
    new Refused(docs).with(message, keyed(docs, spark).option("table_name", name));
    new Refused(docs).with(message, () -> docs.reader().option("table_name", name).load().count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/Volumes/main/default/files", "dbfs:/tmp/db"})
  void refusesDatabricksMounts(String uri, SparkSession spark, Database database) {
    String message =
        ("Cannot use db_uri '%s': Databricks volumes, DBFS and workspace files lack the atomic"
                + " rename that a Lance commit needs. Use the cloud address, such as"
                + " s3://bucket/folder, abfss://container@account.dfs.core.windows.net/folder or"
                + " gs://bucket/folder.")
            .formatted(uri);
    Docs docs = new Docs(spark, database);
    new Refused(docs).with(message, keyed(docs, spark).option("db_uri", uri));
    new Refused(docs).with(message, () -> docs.reader().option("db_uri", uri).load().count());
  }

  @Test
  void refusesUnknownOptions(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Refused refused = new Refused(docs);
    refused.with(
        "Cannot use option 'primarykey': there is no such option. Did you mean 'primary_key'?",
        docs.writer(rows(spark)).option("primarykey", "id"));
    refused.with(
        "Cannot use option 'replaceWhere': there is no such option. Look it up in docs/options.md;"
            + " options of the object store start with 'storage_options.'.",
        keyed(docs, spark).option("replaceWhere", "id > 3"));
    refused.with(
        "Cannot use option 'verison': there is no such option. Did you mean 'version'?",
        () -> docs.reader().option("verison", "3").load().count());
  }

  @Test
  void refusesToWriteAnOlderVersion(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark));
    new Refused(docs)
        .with(
            "Cannot write with option 'version': it names an older version, and only the latest can be written. Leave it out.",
            keyed(docs, spark).option("version", "1"));
  }

  @Test
  void refusesPartitions(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    new Refused(docs)
        .with(
            "Cannot write with partitionBy: a LanceDB table has no partitions."
                + " Leave it out; an index on the column serves the same purpose.",
            keyed(docs, spark).partitionBy("text"));
  }

  @Test
  void refusesPaths(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Refused refused = new Refused(docs);
    refused.with(NO_PATH, () -> keyed(docs, spark).save(database.uri() + "/docs.lance"));
    refused.with(NO_PATH, () -> docs.reader().load(database.uri() + "/docs.lance"));
    refused.with(NO_PATH, () -> docs.reader().load("/a", "/b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"errorifexists", "ignore"})
  void otherModesAreRefusedBySparkItself(String mode, SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    for (int i = 0; i < 2; i++) {
      List<String> before = new FileTree(database.folder()).names();
      Failure failure = Failure.of(keyed(docs, spark).mode(mode)::save);

      String shown = mode.equals("ignore") ? "Ignore" : "ErrorIfExists";
      assertEquals(
          (spark.version().startsWith("3.") ? MODE_BEFORE_4 : MODE_SINCE_4).formatted(shown),
          failure.cause(AnalysisException.class).getMessage().replaceFirst("^\\[[A-Z_.]+] ", ""));
      assertEquals(before, new FileTree(database.folder()).names());
      docs.append(rows(spark));
    }
  }

  @Test
  void refusesToReadWhatIsNotThere(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Refused refused = new Refused(docs);
    String none =
        "Cannot read table 'TABLE': there is none."
            + " Check 'db_uri' and 'table_name', or write it first.";
    refused.with(none, docs::read);
    refused.with(none, () -> docs.reader().option("version", "3").load());
    docs.append(rows(spark));
    long latest = docs.table().version();
    refused.with(
        "Cannot read version 77 of table 'TABLE': it does not exist or was cleaned up;"
            + " the latest is "
            + latest
            + ". Choose another version.",
        () -> docs.reader().option("version", "77").load());
    refused.with(
        "Cannot use tag 'gold' of table 'TABLE': there is no such tag."
            + " Choose another tag or a version.",
        () -> docs.reader().option("tag", "gold").load());
    refused.with(
        "Cannot use options 'version' and 'tag' together: each names a version of the table."
            + " Set one of them.",
        () -> docs.reader().option("tag", "gold").option("version", "1").load());
    refused.with(
        "Cannot use option 'version' = 'x': expected a whole number of at least 1."
            + " Leave it out to use the latest version.",
        () -> docs.reader().option("version", "x").load());
  }

  @Test
  void refusesASchemaThatIsNotTheTables(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark));
    new Refused(docs)
        .with(
            "Cannot read table 'TABLE' with the schema id INT: its own is"
                + " id BIGINT NOT NULL,text STRING. Leave schema(...) out and select or cast"
                + " columns afterwards.",
            () -> docs.reader().schema("id int").load().count());
  }

  @Test
  void x6OptionsAreTextAndNeverObjects(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    String serialized = "rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA==";
    new Refused(docs)
        .with(
            "Cannot use '%s' as the primary key: there is no such column. Set 'primary_key' to one of 'id', 'text'."
                .formatted(serialized),
            docs.writer(rows(spark)).option("primary_key", serialized));
  }

  private static DataFrameWriter<Row> keyed(Docs docs, SparkSession spark) {
    return docs.writer(rows(spark)).option("primary_key", "id");
  }

  private static Dataset<Row> rows(SparkSession spark) {
    return spark.range(0, 10).withColumn("text", lit("text"));
  }
}
