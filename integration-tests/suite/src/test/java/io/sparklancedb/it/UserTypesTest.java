package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.it.VectorUDT.Vector;
import java.util.List;
import org.apache.spark.sql.DataFrameWriter;
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

/** Vectors of Spark ML, and other user-defined types. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class UserTypesTest {
  private static final StructType ROWS =
      new StructType().add("id", DataTypes.IntegerType).add("features", new VectorUDT());

  @ParameterizedTest
  @Tag("contract")
  @CsvSource({
    "3, FixedSizeList(3)<item: FloatingPoint(SINGLE)>",
    "3:float64, FixedSizeList(3)<item: FloatingPoint(DOUBLE)>",
    ", FixedSizeList(3)<item: FloatingPoint(SINGLE)>"
  })
  void vectorsOfSparkMlAreVectors(
      String option, String stored, SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    DataFrameWriter<Row> writer = docs.writer(vectors(spark)).option("primary_key", "id");
    (option == null ? writer : writer.option("vector.features", option)).save();

    assertEquals("features: " + stored, docs.table().schema().findField("features").toString());
    assertEquals(
        "[[1,[1.0, 2.5, -3.0]], [2,[0.0, 0.0, 7.0]], [3,null], [4,[0.0, 0.0, 0.0]]]", text(docs));

    docs.append(row(spark, 3, Vector.sparse(3, new int[] {0, 2}, 1, Double.NaN)));
    docs.append(row(spark, 1, null));
    assertEquals(
        "[[1,null], [2,[0.0, 0.0, 7.0]], [3,[1.0, 0.0, NaN]], [4,[0.0, 0.0, 0.0]]]", text(docs));
    docs.overwrite(row(spark, 9, Vector.dense(1, 2, 3)));
    assertEquals("[[9,[1.0, 2.0, 3.0]]]", text(docs));
  }

  @Test
  void theyGoIntoVectorsThatAreThereAndIntoAddedColumns(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    SqlCatalog.of(spark, database)
        .sql(
            "CREATE TABLE lance.default.docs (id INT, embedding ARRAY<FLOAT>) TBLPROPERTIES ('primary_key' = 'id', 'vector.embedding' = '3:float64')");
    docs.append(vectors(spark).withColumnRenamed("features", "embedding"));
    docs.writer(vectors(spark)).option("schema_evolution", "add_columns").save();

    assertEquals(
        "embedding: FixedSizeList(3)<item: FloatingPoint(DOUBLE)>",
        docs.table().schema().findField("embedding").toString());
    assertEquals(
        "[[1,[1.0, 2.5, -3.0]], [2,[0.0, 0.0, 7.0]], [3,null], [4,[0.0, 0.0, 0.0]]]", text(docs));
  }

  @Test
  void aQueryOfThemMakesATable(SparkSession spark, Database database) {
    vectors(spark).createOrReplaceTempView("vectors");
    SqlCatalog.of(spark, database)
        .sql(
            "CREATE TABLE lance.default.docs TBLPROPERTIES ('primary_key' = 'id') AS SELECT * FROM vectors",
            "CREATE OR REPLACE TABLE lance.default.docs TBLPROPERTIES ('primary_key' = 'id') AS SELECT *, 1 AS n FROM vectors");

    assertEquals(
        "[[1,[1.0, 2.5, -3.0]], [2,[0.0, 0.0, 7.0]], [3,null], [4,[0.0, 0.0, 0.0]]]",
        text(new Docs(spark, database)));
  }

  /** Their fragment has no column of vectors, which stands between two others. */
  @Test
  void rowsWithoutAVectorKeepTheirOtherColumnsInATableThatIsReplaced(
      SparkSession spark, Database database) {
    spark
        .sql(
            "SELECT id, map(id, struct(id AS a)) AS m, IF(id < 3, null, array(1f, 2f)) AS vec, array(id) AS l, -id AS n FROM range(1, 5, 1, 2)")
        .createOrReplaceTempView("rows");
    String rows =
        SqlCatalog.of(spark, database)
            .sql(
                "CREATE TABLE lance.default.docs (id BIGINT, l ARRAY<BIGINT>, m MAP<BIGINT, INT>) TBLPROPERTIES ('primary_key' = 'id')",
                "CREATE OR REPLACE TABLE lance.default.docs TBLPROPERTIES ('primary_key' = 'id') AS SELECT * FROM rows",
                "SELECT id, m[id].a, vec[1], l[0], n FROM lance.default.docs ORDER BY id");

    assertEquals("[[1,1,null,1,-1], [2,2,null,2,-2], [3,3,2.0,3,-3], [4,4,2.0,4,-4]]", rows);
  }

  @Test
  void refusesAVectorOfAnotherLengthAndPlacesWhereNoVectorCanBe(
      SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    new Refused(docs)
        .with(
            "Cannot write column 'features' of key '5': it has 4 values, the column holds vectors of 3. Mend the vector or make it null; vectors of another length need a column of their own.",
            vectors(spark)
                .coalesce(1)
                .union(row(spark, 5, Vector.sparse(4, new int[] {0}, 1)))
                .coalesce(1));
    new Refused(docs)
        .with(
            "Cannot store column 's.features': its type is io.sparklancedb.it.VectorUDT, and vectors of Spark ML are stored in columns of their own only. Convert it with vector_to_array.",
            vectors(spark).selectExpr("id", "struct(features) as s"));
    docs.append(spark.sql("select 1 as id, array(1d) as features"));
    new Refused(docs)
        .with(
            "Cannot write column 'features': it has vectors of Spark ML, and the table's ARRAY<DOUBLE> is no vector. Convert it with vector_to_array and cast that.",
            vectors(spark));
  }

  @Test
  void otherUserDefinedTypesAreStoredByTheirSqlType(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    StructType rows =
        new StructType()
            .add("id", DataTypes.IntegerType)
            .add("p", new PointUDT())
            .add("points", DataTypes.createArrayType(new PointUDT()));
    PointUDT.Point point = new PointUDT.Point(1, 2);
    docs.append(spark.createDataFrame(List.of(RowFactory.create(1, point, List.of(point))), rows));

    assertEquals(
        "struct<id:int,p:struct<x:int,y:int>,points:array<struct<x:int,y:int>>>",
        docs.read().schema().catalogString());
    assertEquals(
        "[[1,{1,2},[{1,2}]]]",
        docs.read()
            .selectExpr(
                "id",
                "concat('{', p.x, ',', p.y, '}')",
                "concat('[{', points[0].x, ',', points[0].y, '}]')")
            .collectAsList()
            .toString());
  }

  private static Dataset<Row> vectors(SparkSession spark) {
    return spark.createDataFrame(
        List.of(
            RowFactory.create(1, Vector.dense(1, 2.5, -3)),
            RowFactory.create(2, Vector.sparse(3, new int[] {2}, 7)),
            RowFactory.create(3, null),
            RowFactory.create(4, Vector.sparse(3, new int[0]))),
        ROWS);
  }

  private static Dataset<Row> row(SparkSession spark, int id, Vector vector) {
    return spark.createDataFrame(List.of(RowFactory.create(id, vector)), ROWS);
  }

  /** Arrays print differently in Scala 2.12 and 2.13. */
  private static String text(Docs docs) {
    String vectors = docs.read().columns()[1];
    return docs.read()
        .orderBy("id")
        .selectExpr("id", "cast(transform(%s, x -> double(x)) as string) as v".formatted(vectors))
        .collectAsList()
        .toString();
  }
}
