package io.sparklancedb.it;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.error.LanceDbException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
@Tag("engine")
class WriteTest {
  @Test
  @Tag("contract")
  void mergesOnThePrimaryKey(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 1_000, "old"));
    docs.append(rows(spark, 900, 1_100, "new"));

    assertEquals(
        List.of(RowFactory.create("new", 200L), RowFactory.create("old", 900L)),
        docs.read().groupBy("text").count().orderBy("text").collectAsList());
    assertEquals(1_100, docs.read().select("id").distinct().count());
  }

  @Test
  @Tag("contract")
  void writingTheSameTwiceLeavesTheSameRows(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> rows = rows(spark, 0, 500, "same");
    docs.append(rows);
    docs.append(rows);

    assertEquals(rows.orderBy("id").collectAsList(), docs.read().orderBy("id").collectAsList());
  }

  @Test
  @Tag("contract")
  void overwriteReplacesAllRowsInOneVersionAndKeepsKeyAndIndex(
      SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 1_000, "old"));
    long before = docs.table().version();
    docs.writer(rows(spark, 500, 600, "new")).mode("overwrite").save();

    // The rows, and their index.
    assertEquals(before + 2, docs.table().version());
    assertEquals(100, docs.reader().option("version", before + 1).load().count());
    assertEquals(List.of("id_idx"), docs.table().indexNames());
    assertEquals(100, docs.read().where("text = 'new'").count());
    assertEquals(100, docs.read().count());
    docs.writer(rows(spark, 599, 601, "newer")).save();
    assertEquals(101, docs.read().count());
  }

  @ParameterizedTest(name = "{0} keys are merged as they are")
  @Tag("contract")
  @CsvSource(
      delimiter = '|',
      value = {
        "tinyint|cast(id - 60 as tinyint)",
        "smallint|cast(id * 100 - 32768 as smallint)",
        "int|cast(if(id = 0, -2147483648, id * 7) as int)",
        "bigint|if(id = 0, -9223372036854775808, 9007199254740992 + id)",
        "string|concat('key ', id)",
        "binary|cast(concat('k', id) as binary)",
        "decimal(38,18)|cast(id as decimal(38,18)) / 3",
        "decimal(9,2)|cast(id as decimal(9,2))",
        "date|date_add(date'0001-01-01', cast(id * 30000 as int))",
        "timestamp|timestamp_micros(id * 1000003 - 60000000)",
        "timestamp_ntz|cast(timestamp_micros(id * 1000003 - 60000000) as timestamp_ntz)"
      })
  void d6MergesOnKeysOfEveryType(
      String type, String expression, SparkSession spark, Database database) {
    spark.conf().set("spark.sql.session.timeZone", "America/New_York");
    Docs docs = new Docs(spark, database);
    Dataset<Row> rows =
        spark.range(0, 120).withColumn("key", expr("cast(" + expression + " as " + type + ")"));
    docs.writer(rows.withColumn("n", lit(1))).option("primary_key", "key").save();
    spark.conf().set("spark.sql.session.timeZone", "Asia/Kolkata");
    docs.writer(rows.where("id >= 60").withColumn("n", lit(2))).save();

    assertEquals(
        List.of(RowFactory.create(1, 60L), RowFactory.create(2, 60L)),
        docs.read().groupBy("n").count().orderBy("n").collectAsList());
    assertEquals(120, docs.read().select("key").distinct().count());
  }

  @Test
  void mergesOnBooleanKeys(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> rows = spark.range(0, 2).selectExpr("id = 1 as key", "id");
    docs.writer(rows).option("primary_key", "key").save();
    docs.writer(rows.where("key").withColumn("id", lit(7L))).save();

    assertEquals(
        List.of(RowFactory.create(false, 0L), RowFactory.create(true, 7L)),
        docs.read().orderBy("key").collectAsList());
  }

  @Test
  void d5TextKeysAreComparedByteByByte(SparkSession spark, Database database) {
    List<String> keys =
        List.of(
            "",
            " ",
            "'",
            "\"",
            "`",
            "\\",
            "%",
            "_",
            "a\0b",
            "\u202Eabc",
            "\u00e9",
            "e\u0301",
            "\uD83D\uDE00",
            "'; DROP TABLE docs; --",
            "x".repeat(1 << 20),
            "A",
            "a",
            "\n");
    StructType type = new StructType().add("id", "string").add("n", "int");
    Docs docs = new Docs(spark, database);
    docs.append(
        spark.createDataFrame(keys.stream().map(k -> RowFactory.create(k, 1)).toList(), type));
    docs.append(
        spark.createDataFrame(keys.stream().map(k -> RowFactory.create(k, 2)).toList(), type));
    docs.append(
        spark.range(0, 100_000).selectExpr("concat('filler ', id) as id", "cast(0 as int) as n"));
    // Few keys beside many rows: through the index.
    docs.append(
        spark.createDataFrame(keys.stream().map(k -> RowFactory.create(k, 3)).toList(), type));

    List<Row> read = docs.read().where("n = 3").collectAsList();
    assertEquals(
        keys.stream().sorted().toList(), read.stream().map(r -> r.getString(0)).sorted().toList());
    assertEquals(100_000 + keys.size(), docs.read().count());
  }

  @Test
  void fewKeysAreFoundThroughTheIndexAndManyByAScan(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 200_000, "old"));
    docs.append(rows(spark, 199_995, 200_005, "few"));
    docs.append(rows(spark, 100_000, 150_000, "many"));
    docs.append(rows(spark, -3, 2, "few more"));

    assertEquals(
        List.of(
            RowFactory.create("few", 10L),
            RowFactory.create("few more", 5L),
            RowFactory.create("many", 50_000L),
            RowFactory.create("old", 149_993L)),
        docs.read().groupBy("text").count().orderBy("text").collectAsList());
    assertEquals(200_008, docs.read().select("id").distinct().count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"append", "overwrite"})
  void t15AnEmptyDataFrameIsNoReasonToFail(String mode, SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 10, "old"));
    long before = docs.table().version();
    docs.writer(rows(spark, 0, 0, "none")).mode(mode).save();

    boolean replaced = mode.equals("overwrite");
    assertEquals(replaced ? 0 : 10, docs.read().count());
    assertEquals(replaced ? before + 1 : before, docs.table().version());
    docs.append(rows(spark, 5, 15, "new"));
    assertEquals(replaced ? 10 : 15, docs.read().count());
  }

  @Test
  void t15AnEmptyDataFrameMakesAnEmptyTable(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 0, "none"));

    assertEquals(0, docs.read().count());
    assertEquals(List.of("id", "text"), List.of(docs.read().columns()));
  }

  @Test
  void takesTheDimensionOfAVectorFromTheFirstRowThatHasOne(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> rows =
        spark
            .range(0, 30_000, 1, 3)
            .selectExpr(
                "id",
                "if(id < 9500, null, array(cast(id as float), 1f, 2f)) as embedding",
                "id + 1 as next",
                "named_struct('a', id) as s");
    docs.append(rows);

    assertEquals(rows.orderBy("id").collectAsList(), docs.read().orderBy("id").collectAsList());
    assertEquals(
        "FixedSizeList(3)", docs.table().schema().findField("embedding").getType().toString());
    docs.append(rows.where("id < 20").withColumn("embedding", expr("array(1f, 2f, 3f)")));
    assertEquals(20, docs.read().where("id < 20 and embedding is not null").count());
  }

  @Test
  @Tag("contract")
  void storesVectorsAsTheOptionSays(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> rows =
        spark.range(0, 4).selectExpr("id", "array(0.5D, cast(id as double)) as features");
    docs.writer(rows).option("primary_key", "id").option("vector.features", "2:float16").save();

    assertEquals(
        "FixedSizeList(2)", docs.table().schema().findField("features").getType().toString());
    Dataset<Row> read = docs.read().where("id = 3").select("features");
    if (SparkLine.current().arrowVersion().startsWith("12.")) {
      assertEquals(
          "Cannot read column 'features' of type float16: the Arrow of this Spark has no 16-bit floats, that of Spark 4 has. Select the other columns.",
          assertThrows(LanceDbException.class, read::collectAsList).getMessage());
    } else {
      assertEquals(List.of(0.5f, 3f), read.first().getList(0));
    }
    assertEquals(4, docs.read().select("id").collectAsList().size());
  }

  @Test
  void d11ColumnsAreMatchedByNameAndWidened(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(0, 2).selectExpr("id", "1L as a", "'x' as b"));
    docs.append(spark.range(1, 3).selectExpr("'y' as B", "2 as A", "cast(id as int) as ID"));

    assertEquals(
        List.of(
            RowFactory.create(0L, 1L, "x"),
            RowFactory.create(1L, 2L, "y"),
            RowFactory.create(2L, 2L, "y")),
        docs.read().orderBy("id").collectAsList());
  }

  @ParameterizedTest(name = "T16: adaptive execution {0}")
  @ValueSource(booleans = {true, false})
  void t16TheResultDoesNotDependOnHowRowsReachTheWriters(
      boolean adaptive, SparkSession spark, Database database) {
    spark.conf().set("spark.sql.adaptive.enabled", adaptive);
    spark.conf().set("spark.sql.shuffle.partitions", "7");
    Docs docs = new Docs(spark, database);
    Dataset<Row> skewed = spark.range(0, 5_000).withColumn("text", expr("repeat('x', 20)")).cache();
    docs.append(skewed);
    docs.append(skewed.where("id % 3 = 0").withColumn("text", lit("y")).coalesce(1));
    docs.append(skewed.where("id % 5 = 0").withColumn("text", lit("z")).repartition(9));

    assertEquals(5_000, docs.read().select("id").distinct().count());
    assertEquals(1_000, docs.read().where("text = 'z'").count());
    assertEquals(1_333, docs.read().where("text = 'y'").count());
    skewed.unpersist();
  }

  @Test
  void aWriteLeavesNoOtherFilesThanThoseOfItsVersion(SparkSession spark, Database database)
      throws IOException {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 1_000, "old").repartition(3));

    try (Stream<java.nio.file.Path> data = Files.list(database.table(Docs.NAME).resolve("data"))) {
      assertEquals(
          docs.table().dataFiles(), data.map(p -> p.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void k2ATableCanBeWrittenFromItself(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 100, "old"));
    docs.append(docs.read().withColumn("id", col("id").plus(50)).withColumn("text", lit("new")));
    assertEquals(150, docs.read().count());
    assertEquals(100, docs.read().where("text = 'new'").count());

    docs.overwrite(docs.read().where("id < 60"));
    assertEquals(60, docs.read().count());
  }

  @Test
  void k1ACachedDataFrameIsRefreshedByAWrite(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 100, "old"));
    Dataset<Row> cached = docs.read();
    cached.createOrReplaceTempView("cached_docs");
    spark.sql("CACHE TABLE cached_docs");
    assertEquals(100, spark.table("cached_docs").count());

    docs.writer(rows(spark, 50, 150, "new")).save();
    assertEquals(150, spark.table("cached_docs").count());
    assertEquals(100, spark.table("cached_docs").where("text = 'new'").count());

    docs.writer(rows(spark, 0, 5, "newest")).mode("overwrite").save();
    assertEquals(5, spark.table("cached_docs").count());
    spark.sql("UNCACHE TABLE cached_docs");
  }

  @Test
  void k1AFreshReadTakesNoOlderVersionFromTheCache(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 10, "old"));
    Dataset<Row> cached = docs.read().cache();
    assertEquals(10, cached.count());
    // With another option than the read, so that Spark does not see that the cache is concerned.
    docs.append(rows(spark, 0, 20, "new"));

    assertEquals(20, docs.read().count());
    assertEquals(20, docs.read().where("text = 'new'").count());
    cached.unpersist();
  }

  @Test
  void remembersItsKeyAndIndexesIt(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 100, "old"));

    assertEquals(
        "true",
        docs.table()
            .schema()
            .findField("id")
            .getMetadata()
            .get("lance-schema:unenforced-primary-key"));
    assertEquals(List.of("id_idx"), docs.table().indexNames());
    assertTrue(!docs.table().schema().findField("id").isNullable());
  }

  @Test
  void storesMapsInFilesOfTheVersionThatHasThem(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(0, 3).selectExpr("id", "map('a', id) as counts"));

    assertEquals(2L, docs.read().where("id = 2").selectExpr("counts['a']").first().getLong(0));
  }

  private static Dataset<Row> rows(SparkSession spark, long from, long to, String text) {
    return spark.range(from, to).select(col("id"), lit(text).cast(DataTypes.StringType).as("text"));
  }
}
