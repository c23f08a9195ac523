package io.sparklancedb.it;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lance.index.IndexType;

/**
 * What indexes find when a query is planned. Where a test looks into a plan it runs on one line:
 * the signatures there name Scala collections.
 */
@ExtendWith(SparkExtension.class)
@Tag("planner")
class LookupTest {
  @Test
  @Tag("contract")
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

  /** To name so many fragments to Lance takes longer than to scan the few others. */
  @Test
  void amongManyFragmentsTheFewThatNoIndexCoversAreReadOnce(SparkSession spark, Database database)
      throws IOException {
    NativeWriter writer = new NativeWriter(database.table(Docs.NAME));
    writer.create(Numbers.SCHEMA, Numbers.between(0, 10));
    writer.append(Numbers.SCHEMA, 10, Numbers.between(10, 6_000));
    Docs docs = new Docs(spark, database);
    docs.table().index("id", "id_idx");
    writer.append(Numbers.SCHEMA, 10, Numbers.between(0, 10));

    String expected = "[[5,0], [5,0], [1234,123]]";
    Dataset<Row> found = docs.read().where("id in (5, 1234)");
    requireAnsweredWhilePlanning(found);
    assertEquals(expected, found.orderBy("id").collectAsList().toString());
    Dataset<Row> inTasks =
        docs.reader().option("lookup_rows", 0).load().where("id in (5, 1234)").orderBy("id");
    assertEquals(expected, inTasks.collectAsList().toString());
    assertEquals("2", Metrics.of(inTasks).get("rows found by indexes when planning"));
    assertEquals("598", Metrics.of(inTasks).get("fragments pruned by indexes"));
  }

  /** There rows have other ids than addresses once they have moved. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rowsOfATableWithStableRowIdsAreFound(
      boolean compacted, SparkSession spark, Database database) throws Exception {
    Docs plain = new Docs(spark, new Database(database.folder().resolve("plain")));
    plain.append(spark.range(1).selectExpr("id", "0 as write"));
    Docs docs = new Docs(spark, database);
    docs.table().createStable(plain.table().schema());
    docs.append(spark.range(100).selectExpr("id", "1 as write"));
    docs.append(spark.range(50, 150).selectExpr("id", "2 as write"));
    if (compacted) {
      docs.table().compact();
    }
    for (long id : List.of(0L, 49L, 50L, 99L, 100L, 149L)) {
      String expected = "[[%d,%d]]".formatted(id, id < 50 ? 1 : 2);
      assertEquals(1, docs.table().rows("id = " + id).size());
      for (String rows : List.of("0", "1000")) {
        Dataset<Row> read = docs.reader().option("lookup_rows", rows).load();
        Dataset<Row> found = read.where("id = " + id);
        assertEquals(expected, found.collectAsList().toString());
        Row place = found.select("_rowaddr", "_rowid").first();
        for (String same :
            List.of("_rowaddr = " + place.getLong(0), "_rowid = " + place.getLong(1))) {
          assertEquals(expected, read.where(same).collectAsList().toString(), same);
        }
      }
    }
    String first =
        docs.read().orderBy(col("write").desc(), col("id")).limit(2).collectAsList().toString();
    assertEquals("[[50,2], [51,2]]", first);
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
    return PlanLeaves.of(rows.queryExecution().optimizedPlan())
        .get(0)
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
