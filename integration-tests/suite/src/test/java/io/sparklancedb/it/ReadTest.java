package io.sparklancedb.it;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.LanceDb;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2ScanRelation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
@Tag("engine")
class ReadTest {
  private static final Schema NUMBERS =
      new Schema(List.of(Field.nullable("id", new ArrowType.Int(64, true))));

  @Test
  @Tag("contract")
  void onlyTheColumnsOfAQueryAreRead(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 100));

    assertEquals(List.of("text"), ScanText.of(docs.read().select("text")).columns());
    assertEquals(
        List.of("id", "text"), ScanText.of(docs.read().select(col("text"), col("id"))).columns());
    assertEquals(
        List.of("text", "_rowid"), ScanText.of(docs.read().select("text", "_rowid")).columns());
    Dataset<Row> scanned = docs.reader().option("lookup_rows", 0).load();
    assertEquals(List.of(), ScanText.of(scanned.where("id > 5").select(lit(1))).columns());
    assertEquals(94, scanned.where("id > 5").select(lit(1)).collectAsList().size());
    assertEquals(94, docs.read().where("id > 5").select(lit(1)).collectAsList().size());
  }

  @Test
  void onlyTheFieldsOfAQueryAreHandedOver(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 100));
    Dataset<Row> fields = docs.read().selectExpr("point.inner.y", "items.a");

    assertEquals(
        "struct<point:struct<inner:struct<y:bigint>>,items:array<struct<a:bigint>>>",
        readSchema(fields));
    assertEquals(
        List.of(RowFactory.create(14L, List.of(7L))).toString(),
        docs.read().where("id = 7").selectExpr("point.inner.y", "items.a").collectAsList().stream()
            .map(row -> RowFactory.create(row.get(0), row.getList(1)))
            .toList()
            .toString());
  }

  private static String readSchema(Dataset<Row> rows) {
    DataSourceV2ScanRelation relation =
        (DataSourceV2ScanRelation) PlanLeaves.of(rows.queryExecution().optimizedPlan()).get(0);
    return relation.scan().readSchema().catalogString();
  }

  /** lance-core 7.0.0 applies a limit before parts of such filters. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "id = 7",
        "id = 7 and text = 't7'",
        "id > 3 and text = 't7'",
        "text = 't7'",
        "id in (7, 400) and text like 't%'",
        "id between 7 and 7"
      })
  void k4ALimitComesAfterTheFilter(String filter, SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(0, 300, 1, 1).selectExpr("id", "concat('t', id) as text"));
    docs.table().delete("id >= 250");
    for (String lookupRows : List.of("0", "1000")) {
      Dataset<Row> rows = docs.reader().option("lookup_rows", lookupRows).load().where(filter);

      assertEquals(1, rows.limit(1).collectAsList().size());
      assertEquals(1, rows.select("text").limit(2).collectAsList().size());
    }
    assertEquals(
        1,
        LanceDb.connect(database.uri(), Map.of(), Duration.ZERO)
            .openTable(Docs.NAME)
            .query()
            .where(filter)
            .limit(1)
            .rows()
            .size());
  }

  @Test
  @Tag("contract")
  void k4ALimitIsPushedAndRight(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 1_000));
    docs.append(rows(spark, 500, 1_500));

    assertTrue(ScanText.of(docs.read().limit(3)).description().endsWith(", limit 3"));
    assertEquals(3, docs.read().limit(3).collectAsList().size());
    assertEquals(0, docs.read().limit(0).collectAsList().size());
    assertEquals(1_500, docs.read().limit(10_000).collectAsList().size());
    Dataset<Row> few = docs.read().where("id % 2 = 0 and id >= 1490").limit(100);
    assertEquals(5, few.collectAsList().size());
    Dataset<Row> pushed =
        docs.reader().option("lookup_rows", 0).load().where("id >= 1490").limit(4);
    assertTrue(ScanText.of(pushed).description().endsWith(", filters [`id` >= 1490], limit 4"));
    assertEquals(4, pushed.collectAsList().size());
    assertEquals(
        List.of(RowFactory.create(1_499L), RowFactory.create(1_498L)),
        docs.read().select("id").orderBy(col("id").desc()).limit(2).collectAsList());
    assertEquals(10, docs.read().offset(1_490).limit(100).collectAsList().size());
  }

  @Test
  @Tag("contract")
  void k5CountsComeFromMetadataAndAreExact(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 1_000));
    requireCounted(docs, 1_000);
    docs.append(rows(spark, 500, 1_500));
    requireCounted(docs, 1_500);
    new NativeWriter(database.table(Docs.NAME)).change(dataset -> dataset.delete("id < 100"));
    requireCounted(docs, 1_400);
    docs.overwrite(rows(spark, 0, 7));
    requireCounted(docs, 7);
    docs.overwrite(rows(spark, 0, 0));
    requireCounted(docs, 0);
  }

  private static void requireCounted(Docs docs, long rows) {
    Dataset<Row> count = docs.read().groupBy().count();
    String plan = ScanText.plan(count);
    assertTrue(plan.contains("LocalTableScan") && !plan.contains("BatchScan"), plan);
    assertEquals(rows, count.first().getLong(0));
    assertEquals(rows, docs.read().count());
    assertEquals(rows, docs.read().collectAsList().size());
    assertEquals(rows, docs.read().selectExpr("count(id)").first().getLong(0));
  }

  @Test
  @Tag("contract")
  void aggregatesOfAllKindsAreRight(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 100));

    assertEquals(
        List.of(RowFactory.create(100L, 99L, 100L)),
        docs.read().selectExpr("count(*)", "max(id)", "count(distinct text)").collectAsList());
    assertEquals(10, docs.read().where("id < 10").count());
    assertEquals(5, docs.read().limit(5).count());
    assertEquals(50, docs.read().groupBy(col("id").mod(50)).count().count());
    assertEquals(100, docs.read().distinct().count());
  }

  @Test
  @Tag("contract")
  void metadataColumnsTellWhereARowIs(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 1_000));
    docs.append(rows(spark, 900, 1_100));
    Dataset<Row> read = docs.read();

    assertEquals(List.of("id", "text", "point", "items"), List.of(docs.read().columns()));
    assertEquals(0, read.where("shiftright(_rowaddr, 32) <> _fragment").count());
    assertEquals(1_100, read.select("_rowaddr").distinct().count());
    assertEquals(1_100, read.select("_rowid").distinct().count());
    Row one = read.where("id = 950").select("_rowid", "_rowaddr", "_fragment").first();
    assertEquals(
        List.of(RowFactory.create(950L)),
        read.where(col("_rowaddr").equalTo(one.getLong(1))).select("id").collectAsList());
    assertEquals(
        List.of(RowFactory.create(950L)),
        read.where(col("_rowid").equalTo(one.getLong(0)))
            .where(col("_fragment").equalTo(one.getInt(2)))
            .select("id")
            .collectAsList());
  }

  @Test
  void smallFragmentsArePackedAndABigOneIsCut(SparkSession spark, Database database)
      throws IOException {
    Docs docs = new Docs(spark, database);
    NativeWriter writer = new NativeWriter(database.table(Docs.NAME));
    writer.create(NUMBERS, numbers(0, 200_000));
    assertEquals(4, docs.read().javaRDD().getNumPartitions());
    requireNumbers(docs, 200_000);
    writer.append(NUMBERS, 100, numbers(200_000, 210_000));
    assertEquals(5, docs.read().javaRDD().getNumPartitions());
    requireNumbers(docs, 210_000);

    writer.change(dataset -> dataset.delete("id % 2 = 1"));
    assertEquals(105_000, docs.read().count());
    assertEquals(105_000, docs.read().where("id % 2 = 0").distinct().count());
    assertEquals(2_500, docs.read().where("id >= 100000 and id < 105000").count());
  }

  private static void requireNumbers(Docs docs, long rows) {
    assertEquals(
        List.of(RowFactory.create(rows, 0L, rows - 1, rows * (rows - 1) / 2)),
        docs.read()
            .selectExpr("count(distinct id)", "min(id)", "max(id)", "sum(id)")
            .collectAsList());
  }

  @Test
  @Tag("contract")
  void aSelfJoinSeesOneVersion(SparkSession spark, Database database) throws IOException {
    Docs docs = new Docs(spark, database);
    NativeWriter writer = new NativeWriter(database.table(Docs.NAME));
    writer.create(NUMBERS, numbers(0, 100));
    docs.read().createOrReplaceTempView("pinned");
    Dataset<Row> joined =
        spark.sql("select a.id from pinned a full join pinned b on a.id = b.id + 50");
    writer.append(NUMBERS, 100, numbers(100, 200));

    assertEquals(150, joined.count());
  }

  @Test
  @Tag("contract")
  void sessionDefaultsAreTakenAndAnOptionWins(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 10));
    docs.writer(rows(spark, 0, 3)).option("table_name", "other").option("primary_key", "id").save();
    spark.conf().set("spark.datasource.lancedb.db_uri", database.uri());
    spark.conf().set("spark.datasource.lancedb.table_name", "other");

    assertEquals(3, spark.read().format("lancedb").load().count());
    assertEquals(10, spark.read().format("lancedb").option("table_name", Docs.NAME).load().count());
    rows(spark, 3, 5).write().format("lancedb").mode("append").save();
    assertEquals(5, spark.read().format("lancedb").load().count());
  }

  private static Dataset<Row> rows(SparkSession spark, long from, long to) {
    return spark
        .range(from, to)
        .selectExpr(
            "id",
            "concat('text ', id) as text",
            "named_struct('x', id, 'inner', named_struct('y', id * 2, 'z', 'z')) as point",
            "array(named_struct('a', id, 'b', 'b')) as items");
  }

  private static Consumer<VectorSchemaRoot> numbers(int from, int to) {
    return batch -> {
      BigIntVector ids = (BigIntVector) batch.getVector("id");
      ids.allocateNew(to - from);
      for (int i = from; i < to; i++) {
        ids.set(i - from, i);
      }
      batch.setRowCount(to - from);
    };
  }
}
