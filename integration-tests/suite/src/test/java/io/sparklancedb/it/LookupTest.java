package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lance.index.IndexType;

/**
 * What indexes find when a query is planned. Where a test looks into a plan it runs on one line:
 * the signatures there name Scala collections.
 */
@ExtendWith(SparkExtension.class)
class LookupTest {
  @Test
  @Tag("every-spark")
  void aLookupOfSomeKeysNeedsNoJob(SparkSession spark, Database database) throws IOException {
    Docs docs = indexed(spark, database);

    Dataset<Row> found = docs.read().where("id in (5, 1234, 9999, 70000)");
    requireAnsweredWhilePlanning(found);
    assertEquals("[[5,0], [1234,123], [9999,999]]", found.orderBy("id").collectAsList().toString());
    requireAnsweredWhilePlanning(docs.read().where("id = 70000"));
    assertEquals(0, docs.read().where("id = 70000").count());
    Dataset<Row> more = docs.read().where("id = 5 and tens + id = 5");
    assertEquals("[[5,0]]", more.collectAsList().toString());
    assertEquals(1_001, docs.read().where("id between 1000 and 2000").count());
  }

  @Test
  @Tag("every-spark")
  void aLookupFindsTheRowsThatNoIndexCovers(SparkSession spark, Database database)
      throws IOException {
    Docs docs = indexed(spark, database);
    NativeWriter writer = new NativeWriter(database.table(Docs.NAME));
    writer.append(Numbers.SCHEMA, 100, Numbers.between(10_000, 10_300));
    writer.append(Numbers.SCHEMA, 100, Numbers.between(0, 10));
    writer.change(dataset -> dataset.delete("id = 1234"));

    Dataset<Row> found = docs.read().where("id in (5, 1234, 10250)");
    requireAnsweredWhilePlanning(found);
    assertEquals("[[5,0], [5,0], [10250,1025]]", found.orderBy("id").collectAsList().toString());
    Dataset<Row> inTasks =
        docs.reader().option("lookup_rows", 0).load().where("id in (5, 1234, 10250)");
    assertEquals("[[5,0], [5,0], [10250,1025]]", inTasks.orderBy("id").collectAsList().toString());
    assertEquals(2, inTasks.javaRDD().getNumPartitions());
  }

  @Test
  void fragmentsWithoutAMatchAreNotRead(SparkSession spark, Database database) throws IOException {
    Docs docs = indexed(spark, database);
    Dataset<Row> some = docs.reader().option("lookup_rows", 0).load();

    Dataset<Row> few = some.where("id in (5, 1234, 9999)");
    assertEquals(1, few.javaRDD().getNumPartitions());
    assertEquals(3, few.collectAsList().size());
    assertEquals("7", Metrics.of(few).get("fragments pruned by indexes"));
    assertEquals("3", Metrics.of(few).get("fragments planned"));
    assertEquals("3", Metrics.of(few).get("rows found by indexes when planning"));
    assertEquals(0, some.where("id < 0").javaRDD().getNumPartitions());
    Dataset<Row> many = some.where("id >= 0");
    assertEquals("0", Metrics.of(many).get("fragments pruned by indexes"));
    assertEquals(10_000, many.collectAsList().size());
  }

  @ParameterizedTest
  @EnumSource(
      value = IndexType.class,
      names = {"BTREE", "ZONEMAP"})
  void aJoinLeavesOutFragmentsThatTheOtherSideDoesNotMeet(
      IndexType type, SparkSession spark, Database database) throws IOException {
    Docs docs = indexed(spark, database, type);
    docs.writer(spark.range(10).selectExpr("id * 30 as id", "id % 5 as kind"))
        .option("table_name", "dimension")
        .option("primary_key", "id")
        .save();
    Dataset<Row> dimension = docs.reader().option("table_name", "dimension").load();
    Dataset<Row> joined =
        docs.read()
            .join(dimension.where("kind % 5 = 1").hint("broadcast"), "id")
            .select("id", "tens");

    assertEquals("[[30,3], [180,18]]", joined.orderBy("id").collectAsList().toString());
    assertEquals("9", Metrics.of(joined).get("fragments pruned by indexes"));
  }

  @Test
  void aSizeIsThatOfTheRowsThatAnIndexFound(SparkSession spark, Database database)
      throws IOException {
    Docs docs = indexed(spark, database);
    Dataset<Row> read = docs.reader().option("lookup_rows", 0).load();

    assertEquals(120_000, size(read));
    assertEquals(80_000, size(read.select("id")));
    assertEquals(36, size(read.where("id in (5, 1234, 9999)")));
  }

  private static long size(Dataset<Row> rows) {
    return rows.queryExecution()
        .optimizedPlan()
        .collectLeaves()
        .head()
        .stats()
        .sizeInBytes()
        .toLong();
  }

  private static void requireAnsweredWhilePlanning(Dataset<Row> rows) {
    String plan = ScanText.plan(rows);
    assertTrue(plan.contains("LocalTableScan"), plan);
    assertFalse(plan.contains("BatchScan"), plan);
  }

  /** Ten fragments, all in the index of {@code id}. */
  private static Docs indexed(SparkSession spark, Database database) throws IOException {
    return indexed(spark, database, IndexType.BTREE);
  }

  private static Docs indexed(SparkSession spark, Database database, IndexType type)
      throws IOException {
    Numbers.tenFragments(database).change(dataset -> Indexes.create(dataset, "id", type));
    return new Docs(spark, database);
  }
}
