package io.sparklancedb.it;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.LanceDb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A database on an object store that speaks S3. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class ObjectStoreTest {
  private static final String BUCKET = "lake";

  @TempDir private static Path folder;
  private static ObjectStore store;

  private String prefix;

  @BeforeAll
  static void start() throws Exception {
    store = ObjectStore.start(folder, BUCKET);
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  @BeforeEach
  void choosePrefix(TestInfo test) {
    prefix = test.getTestMethod().orElseThrow().getName();
  }

  @Test
  void mergesOverwritesAndReads(SparkSession spark) {
    write(rows(spark, 0, 1_000, "old"), "s3://").save();
    write(rows(spark, 900, 1_100, "new"), "s3a://").save();

    Dataset<Row> docs = read(spark, "s3://").load();
    assertEquals(1_100, docs.count());
    assertEquals(200, read(spark, "s3a://").load().where("text = 'new'").count());
    assertEquals("new", docs.where("id = 950").select("text").first().getString(0));
    assertEquals(10, docs.where("id in (1, 2, 3) or id >= 1093").count());
    assertEquals(1_100, docs.select("id").distinct().count());

    write(rows(spark, 5, 10, "newest"), "s3://").mode("overwrite").save();
    assertEquals(5, read(spark, "s3a://").load().count());
    assertEquals(5, read(spark, "s3://").load().where("size(embedding) = 4").count());
    assertEquals(
        1_000, read(spark, "s3://").option("version", 2).load().where("text = 'old'").count());
  }

  @Test
  void tasksBuildAndFoldTheIndexOfTheKey(SparkSession spark) {
    System.setProperty("io.sparklancedb.index", "tasks");
    List<String> jobs;
    try {
      jobs =
          JobDescriptions.during(
              spark,
              () -> {
                write(rows(spark, 0, 1_000, "old"), "s3://").save();
                write(rows(spark, 900, 1_100, "new"), "s3a://").save();
              });
    } finally {
      System.clearProperty("io.sparklancedb.index");
    }

    String index = " the index id_idx of s3://%s/%s/docs.lance".formatted(BUCKET, prefix);
    assertEquals(
        List.of("Build parts of" + index, "Merge the parts of" + index, "Fold rows into" + index),
        jobs.stream().filter(job -> job.contains("index")).toList());
    Dataset<Row> docs = read(spark, "s3://").load();
    assertEquals(1_100, docs.count());
    assertEquals(2, docs.where("id IN (5, 1050, 1100)").count());
  }

  @Test
  void theSharedConnectionReadsIt(SparkSession spark) {
    write(rows(spark, 0, 100, "old"), "s3://").save();
    var table =
        LanceDb.connect(
                "s3a://" + BUCKET + "/" + prefix + "/", store.storageOptions(), Duration.ofHours(1))
            .openTable("docs");
    assertEquals(100, table.countRows());
    write(rows(spark, 50, 150, "new"), "s3://").save();

    assertEquals(150, table.countRows());
    assertEquals(
        77,
        table
            .query()
            .nearestTo("embedding", new float[] {77, 77, 77, 77})
            .limit(1)
            .rows()
            .get(0)
            .getLong(0));
  }

  @Test
  void aFailedJobChangesNothingThatCanBeSeen(SparkSession spark) {
    write(rows(spark, 0, 100, "old"), "s3://").save();
    Dataset<Row> failing =
        Sabotage.at(90, Sabotage.failure(task -> true), rows(spark, 0, 100, "new"));
    Failure failure = Failure.of(write(failing, "s3://").mode("overwrite")::save);

    assertEquals(Sabotage.REASON, failure.cause(IllegalStateException.class).getMessage());
    assertEquals(100, read(spark, "s3://").load().where("text = 'old'").count());
    write(rows(spark, 0, 100, "new"), "s3://").save();
    assertEquals(100, read(spark, "s3://").load().where("text = 'new'").count());
  }

  /** The catalog has no storage options: the server hands them out with each table. */
  @Test
  void aServerOfNamespacesTellsWhereATableIsAndHowToReachIt(SparkSession spark) {
    Map<String, String> properties = new HashMap<>(Map.of("vend_input_storage_options", "true"));
    store.storageOptions().forEach((key, value) -> properties.put("storage." + key, value));
    try (NamespaceServer server =
        NamespaceServer.start("s3://" + BUCKET + "/" + prefix, properties)) {
      SqlCatalog catalog =
          SqlCatalog.of(spark, "lance", Map.of("namespace", "rest", "namespace.uri", server.uri()));
      String rows =
          catalog.sql(
              "CREATE NAMESPACE lance.a",
              "CREATE TABLE lance.a.t TBLPROPERTIES ('primary_key' = 'id') AS SELECT id, 'old' AS text FROM range(100)",
              "INSERT INTO lance.a.t SELECT id, 'new' FROM range(90, 110)",
              "DELETE FROM lance.a.t WHERE id % 2 = 0",
              "SELECT text, count(*) FROM lance.a.t GROUP BY text ORDER BY text");

      assertEquals("[[new,10], [old,45]]", rows);
      Sabotage.at(9, Sabotage.failure(task -> true), spark.range(10).toDF())
          .createOrReplaceTempView("failing");
      Failure.of(() -> catalog.sql("CREATE TABLE lance.a.u AS SELECT id FROM failing"))
          .cause(org.apache.spark.SparkException.class);
      assertEquals(List.of("t"), server.declared("a"));
      catalog.sql("DROP TABLE lance.a.t");
      assertEquals(List.of(), server.declared("a"));
    }
  }

  @Test
  void f3SaysThatCredentialsAreWrongAndShowsNone(SparkSession spark) {
    write(rows(spark, 0, 100, "old"), "s3://").save();
    Map<String, String> noKey = Map.of("storage_options.aws_access_key_id", "AKIAWRONG00000000001");
    assertRefused(
        spark,
        noKey,
        "Server returned non-2xx status code: 403 Forbidden: <?xml version='1.0' encoding='UTF-8'?>"
            + "<Error><Code>InvalidAccessKeyId</Code><Message>Forbidden</Message>"
            + "<RequestId>ID</RequestId></Error>");
    // The server repeats the access key id, in the message's next lines too.
    assertRefused(
        spark,
        Map.of("storage_options.aws_secret_access_key", "wrong-secret-0123456789"),
        "Server returned non-2xx status code: 403 Forbidden: <?xml version='1.0' encoding='UTF-8'?>"
            + "<Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we"
            + " calculated does not match the signature you provided. Check your key and signing"
            + " method.</Message><AWSAccessKeyId>***</AWSAccessKeyId>"
            + "<StringToSign>AWS4-HMAC-SHA256");
    assertEquals(100, read(spark, "s3://").load().where("text = 'old'").count());
  }

  @Test
  void f3SaysThatTheBucketIsMissing(SparkSession spark) {
    assertRefused(
        spark,
        Map.of("db_uri", "s3://no-such-bucket/" + prefix),
        "Server returned non-2xx status code: 404 Not Found: <?xml version='1.0' encoding='UTF-8'?>"
            + "<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist"
            + "</Message><RequestId>ID</RequestId></Error>");
  }

  @Test
  void f3SaysThatNobodyAnswers(SparkSession spark) {
    assertRefused(
        spark,
        Map.of("storage_options.aws_endpoint", "http://127.0.0.1:1"),
        "HTTP error: error sending request");
  }

  @Test
  @Tag("faults")
  void f3AServerThatIsGoneInTheMiddleIsSaidWithoutItsSecrets(
      SparkSession spark, @TempDir Path other) throws Exception {
    Dataset<Row> docs;
    try (ObjectStore brief = ObjectStore.start(other, BUCKET)) {
      Map<String, String> there =
          Map.of("storage_options.aws_endpoint", brief.storageOptions().get("aws_endpoint"));
      write(rows(spark, 0, 100, "old"), "s3://").options(there).save();
      docs = read(spark, "s3://").options(there).load();
    }
    Failure failure = Failure.of(docs::collectAsList);

    assertTrue(
        failure.refusal().startsWith("Cannot reach table 's3://lake/" + prefix + "/docs.lance': "),
        failure::text);
    assertNoSecret(failure);
  }

  /** Reading and writing. */
  private void assertRefused(SparkSession spark, Map<String, String> options, String reason) {
    String bucket = options.getOrDefault("db_uri", "s3://" + BUCKET).split("/")[2];
    String message =
        "Cannot reach table 's3://%1$s/%2$s/docs.lance': Generic S3 error: Error performing list request: Error performing GET ***/%1$s?list-type=2&prefix=%2$s%%2Fdocs.lance%%2F_versions%%2F in TIME - %3$s. Check the address, the permissions and the 'storage_options'."
            .formatted(bucket, prefix, reason);
    for (Failure failure :
        List.of(
            Failure.of(() -> read(spark, "s3://").options(options).load()),
            Failure.of(() -> write(rows(spark, 0, 1, "x"), "s3://").options(options).save()))) {
      String told =
          failure
              .refusal()
              .replaceFirst(" in [^ ]+s(, after 3 retries, [^-]*)? +- ", " in TIME - ")
              .replaceFirst("<RequestId>\\w+<", "<RequestId>ID<");
      assertEquals(message, told, failure::text);
      assertNoSecret(failure);
      options.forEach(
          (key, value) ->
              assertFalse(
                  key.startsWith("storage_options.") && failure.text().contains(value),
                  failure::text));
    }
  }

  private static void assertNoSecret(Failure failure) {
    assertFalse(failure.text().contains(ObjectStore.SECRET_KEY), failure::text);
    assertFalse(failure.text().contains(ObjectStore.ACCESS_KEY), failure::text);
  }

  private DataFrameWriter<Row> write(Dataset<Row> rows, String scheme) {
    return rows.write()
        .format("lancedb")
        .mode("append")
        .options(address(scheme))
        .option("primary_key", "id");
  }

  private DataFrameReader read(SparkSession spark, String scheme) {
    return spark.read().format("lancedb").options(address(scheme));
  }

  private Map<String, String> address(String scheme) {
    Map<String, String> options = new HashMap<>();
    options.put("db_uri", scheme + BUCKET + "/" + prefix);
    options.put("table_name", "docs");
    store.storageOptions().forEach((key, value) -> options.put("storage_options." + key, value));
    return options;
  }

  private static Dataset<Row> rows(SparkSession spark, long from, long to, String text) {
    return spark
        .range(from, to, 1, 2)
        .withColumn("text", lit(text))
        .withColumn("embedding", expr("array_repeat(cast(id as float), 4)"));
  }
}
