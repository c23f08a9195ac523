package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.arrow.ArrowMemory;
import java.util.List;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key that two tasks have written is found on the driver and by a job alike. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class DistinctKeysTest {
  private static final String FORCED = "io.sparklancedb.locate";
  private static final String COMPARE = "Compare the written keys of ";
  private static final String TWICE =
      "Cannot write: two of the rows have the primary key 'id' = 'a9b7ba70-783b-617e-9998-dc4dd82eb3c5'. Keep one row of each key, such as dropDuplicates(\"id\").";
  private static final String GROUP = "a write to be cancelled";

  /** Hashes of names, in the form of uuids. */
  private static final String UUID =
      "regexp_replace(md5(cast(%s as string)), '(.{8})(.{4})(.{4})(.{4})(.{12})', '$1-$2-$3-$4-$5')"
          + " as id";

  @AfterEach
  void leaveTheChoiceToTheRule() {
    System.clearProperty(FORCED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"scan", "job"})
  @Tag("contract")
  void aKeyInTwoTasksIsRefused(String way, SparkSession spark, Database database) {
    System.setProperty(FORCED, way);
    // The 4000th row has the key of the 1000th.
    Dataset<Row> twice =
        spark.range(0, 6_000, 1, 6).selectExpr(UUID.formatted("if(id = 4000, 1000, id)"));
    twice.createOrReplaceTempView("twice");

    List<String> jobs =
        JobDescriptions.during(
            spark,
            () -> {
              loadsAreRefused(twice, spark, database);
              writesToATableAreRefused(twice, spark, database);
            });

    long compared = jobs.stream().filter(job -> job.startsWith(COMPARE)).count();
    assertEquals(way.equals("job") ? 5 : 0, compared, jobs::toString);
  }

  private static void loadsAreRefused(Dataset<Row> twice, SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    SqlCatalog catalog = SqlCatalog.of(spark, database);

    assertEquals(
        TWICE, Failure.of(() -> docs.writer(twice).option("primary_key", "id").save()).refusal());
    assertEquals(
        TWICE,
        catalog.refusal(
            "CREATE TABLE lance.default.docs TBLPROPERTIES ('primary_key' = 'id')"
                + " AS SELECT * FROM twice"));
    assertEquals(List.of(), new FileTree(database.folder()).names());
  }

  private static void writesToATableAreRefused(
      Dataset<Row> twice, SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    SqlCatalog catalog = SqlCatalog.of(spark, database);
    catalog.sql(
        "CREATE TABLE lance.default.docs (id STRING NOT NULL) TBLPROPERTIES ('primary_key' = 'id')");
    List<String> before = new FileTree(database.folder()).names();

    assertEquals(TWICE, Failure.of(() -> docs.append(twice)).refusal());
    assertEquals(TWICE, Failure.of(() -> docs.overwrite(twice)).refusal());
    assertEquals(TWICE, catalog.refusal("INSERT OVERWRITE lance.default.docs SELECT * FROM twice"));
    assertEquals(before, new FileTree(database.folder()).names());
  }

  @Test
  void distinctKeysAreWrittenWhateverTheirOrder(SparkSession spark, Database database) {
    System.setProperty(FORCED, "job");
    Docs docs = new Docs(spark, database);
    for (String key : List.of(UUID.formatted("id"), "cast((id * 7919) % 6000 as string) as id")) {
      Dataset<Row> rows = spark.range(0, 6_000, 1, 6).selectExpr(key);

      assertEquals(1, comparisons(spark, docs.writer(rows).option("primary_key", "id")));
      assertEquals(6_000, docs.read().select("id").distinct().count());
    }
  }

  /** Writes over all rows. */
  private static long comparisons(SparkSession spark, DataFrameWriter<Row> writer) {
    return JobDescriptions.during(spark, () -> writer.mode("overwrite").save()).stream()
        .filter(job -> job.startsWith(COMPARE))
        .count();
  }

  @Test
  void fewKeysAreComparedSoonerThanAJobRuns(SparkSession spark, Database database) {
    Dataset<Row> few = spark.range(0, 6_000, 1, 6).selectExpr(UUID.formatted("id"));

    assertEquals(
        0, comparisons(spark, new Docs(spark, database).writer(few).option("primary_key", "id")));
  }

  @Test
  void keysWhoseRangesDoNotMeetAreNotCompared(SparkSession spark, Database database) {
    System.setProperty(FORCED, "job");
    Dataset<Row> sorted = spark.range(0, 6_000, 1, 6).toDF("id");

    assertEquals(
        0,
        comparisons(spark, new Docs(spark, database).writer(sorted).option("primary_key", "id")));
  }

  @Test
  void aWriteThatIsCancelledWhileItsKeysAreComparedChangesNothing(
      SparkSession spark, Database database) {
    System.setProperty(FORCED, "job");
    Docs docs = new Docs(spark, database);
    Dataset<Row> rows = spark.range(0, 60_000, 1, 6).selectExpr(UUID.formatted("id"));
    docs.writer(rows.limit(10)).option("primary_key", "id").save();
    List<String> before = new FileTree(database.folder()).names();
    SparkListener cancel =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart start) {
            if (start.properties().getProperty("spark.job.description", "").startsWith(COMPARE)) {
              spark.sparkContext().cancelJobGroup(GROUP);
            }
          }
        };
    spark.sparkContext().addSparkListener(cancel);
    spark.sparkContext().setJobGroup(GROUP, GROUP, true);
    try {
      String refusal = Failure.of(() -> docs.overwrite(rows)).text();

      assertTrue(refusal.contains(COMPARE) && refusal.contains("cancelled"), refusal);
    } finally {
      spark.sparkContext().clearJobGroup();
      spark.sparkContext().removeSparkListener(cancel);
    }
    new FileTree(database.folder()).await(before);
    Poll.until("no memory is held", () -> ArrowMemory.allocatedBytes() == 0);
    assertEquals(10, docs.read().count());
  }
}
