package io.sparklancedb.it;

import static org.apache.spark.sql.functions.expr;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
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

/** Writes that leave rows alone which have not changed. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class UpdateChangedTest {
  private static final String FORCED = "io.sparklancedb.locate";

  @AfterEach
  void leaveTheChoiceToTheRule() {
    System.clearProperty(FORCED);
  }

  private static DataFrameWriter<Row> changed(Docs docs, Dataset<Row> rows) {
    return docs.writer(rows).option("when_matched", "update_changed");
  }

  private static Map<String, Long> counts(long inserted, long updated, long unchanged) {
    return Map.of("inserted", inserted, "updated", updated, "deleted", 0L, "unchanged", unchanged);
  }

  private static Dataset<Row> vectors(SparkSession spark, long from, long to) {
    return spark
        .range(from, to, 1, 3)
        .selectExpr(
            "id",
            "if(id % 9 = 0, null, concat('text ', id)) as text",
            "if(id % 10 = 0, null, transform(sequence(1, 16), i -> cast(id * i as float))) as vec",
            "named_struct('a', id, 't', named_struct('x', id, 'y', 'y')) as s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"task", "index", "scan", "job"})
  @Tag("contract")
  void theSameDataFrameTwiceIsOneVersion(String way, SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    System.setProperty(FORCED, way);
    Dataset<Row> rows = vectors(spark, 0, 300);
    changed(docs, rows).option("primary_key", "id").save();
    List<String> files = new FileTree(database.folder()).names();

    changed(docs, rows.repartition(2)).save();

    assertEquals(files, new FileTree(database.folder()).names());

    Dataset<Row> next =
        vectors(spark, 200, 400)
            .withColumn("vec", expr("if(id % 2 = 0, vec, transform(vec, v -> v + 1))"));
    changed(docs, next).save();

    // Of 200 to 299 those with odd numbers; null is null.
    assertEquals(counts(100, 50, 50), KeyedTexts.counts(database));
    Dataset<Row> expected = vectors(spark, 0, 200).union(next).orderBy("id");
    assertEquals(SqlCatalog.text(expected), SqlCatalog.text(docs.read().orderBy("id")));
  }

  @Test
  void rowsAreComparedInTheColumnsThatAreNamed(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> rows = vectors(spark, 0, 100).withColumn("Hash", expr("md5(text)"));
    docs.append(rows);

    Dataset<Row> next =
        rows.withColumn("vec", expr("array_repeat(cast(0 as float), 16)"))
            .withColumn("hash", expr("if(id < 10, 'other', hash)"));
    changed(docs, next).option("compare_columns", "HASH").save();

    assertEquals(counts(0, 10, 90), KeyedTexts.counts(database));
    assertEquals(10, docs.read().where("vec[1] = 0").count());
  }

  /** What the rows lack, columns and fields of structs, stays and is not compared. */
  @Test
  void rowsThatLackColumnsAreComparedInTheirOwn(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(vectors(spark, 0, 100));
    long version = docs.table().version();
    Dataset<Row> part =
        spark
            .range(0, 100)
            .selectExpr("id", "named_struct('t', named_struct('x', id)) as s", "null as more");
    DataFrameWriter<Row> same =
        changed(docs, part.withColumn("more", expr("cast(null as string)")))
            .option("schema_evolution", "add_columns");

    same.save();
    assertEquals(version, docs.table().version());

    changed(
            docs,
            part.withColumn("s", expr("named_struct('t', named_struct('x', if(id < 5, -1, id)))"))
                .withColumn("more", expr("if(id >= 95, 'new', null)")))
        .option("schema_evolution", "add_columns")
        .save();
    assertEquals(counts(0, 10, 90), KeyedTexts.counts(database));
    assertEquals(5, docs.read().where("s.t.x = -1 and s.a = id and s.t.y = 'y'").count());
    assertEquals(5, docs.read().where("more = 'new' and size(vec) = 16").count());

    same.save();
    assertEquals(counts(0, 10, 90), KeyedTexts.counts(database));
    version = docs.table().version();
    same.save();
    assertEquals(version, docs.table().version());
  }

  @Test
  void aPropertyMakesInsertsLeaveRowsThatAreTheSame(SparkSession spark, Database database) {
    SqlCatalog catalog = SqlCatalog.of(spark, database);
    Docs docs = new Docs(spark, database);
    catalog.sql(
        "CREATE TABLE lance.default.docs (id BIGINT, n INT, hash STRING) TBLPROPERTIES ('primary_key' = 'id', 'when_matched' = 'update_changed', 'compare_columns' = 'hash')",
        "INSERT INTO lance.default.docs VALUES (1, 10, 'a'), (2, 20, 'b')",
        "INSERT INTO lance.default.docs VALUES (1, 11, 'a'), (2, 21, 'c')");
    assertEquals(counts(0, 1, 1), KeyedTexts.counts(database));

    // A statement that changes rows by itself changes them.
    catalog.sql("UPDATE lance.default.docs SET n = n + 1");
    assertEquals("1,11,a; 2,22,c", SqlCatalog.text(docs.read().orderBy("id")));
    catalog.sql("INSERT OVERWRITE lance.default.docs VALUES (1, 12, 'a')");
    assertEquals("1,12,a", SqlCatalog.text(docs.read()));
  }
}
