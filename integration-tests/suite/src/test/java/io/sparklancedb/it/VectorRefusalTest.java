package io.sparklancedb.it;

import static org.apache.spark.sql.functions.expr;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
@Tag("engine")
class VectorRefusalTest {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void d10NamesTheKeyOfAVectorOfTheWrongLength(
      boolean existing, SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    if (existing) {
      docs.append(rows(spark, "array(1f, 2f, 3f)"));
    }
    new Refused(docs)
        .with(
            "Cannot write column 'embedding' of key 'doc-17':"
                + " it has 2 values, the column holds vectors of 3. Mend the vector or make it null; vectors of another length need a column of their own.",
            rows(spark, "if(id = 'doc-17', array(1f, 2f), array(1f, 2f, 3f))"));
    new Refused(docs)
        .with(
            "Cannot write column 'embedding' of key 'doc-17':"
                + " it has 0 values, the column holds vectors of 3. Mend the vector or make it null; vectors of another length need a column of their own.",
            rows(spark, "if(id = 'doc-17', array(), array(1f, 2f, 3f))"));
  }

  @Test
  void holdsVectorsToTheDimensionOfTheOption(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    new Refused(docs)
        .with(
            "Cannot write column 'embedding' of key 'doc-0':"
                + " it has 3 values, the column holds vectors of 4. Mend the vector or make it null; vectors of another length need a column of their own.",
            keyed(docs, rows(spark, "if(id = 'doc-0', array(1f, 2f, 3f), array(1f, 2f, 3f, 4f))"))
                .option("vector.embedding", "4"));
  }

  @Test
  void d10RefusesANullInAVector(SparkSession spark, Database database) {
    new Refused(new Docs(spark, database))
        .with(
            "Cannot write column 'embedding' of key 'doc-17': value 2 of the vector is null."
                + " Replace it, or make the whole vector null.",
            rows(spark, "array(1f, if(id = 'doc-17', null, 2f), 3f)"));
  }

  @Test
  void d10RefusesDifferentDimensionsInDifferentTasks(SparkSession spark, Database database) {
    new Refused(new Docs(spark, database))
        .with(
            "Cannot write column 'embedding': it has vectors of 2 and of 3 values."
                + " Set 'vector.embedding' to the dimension, and mend or drop the others.",
            rows(spark, "null")
                .repartition(2)
                .withColumn(
                    "embedding",
                    expr("if(spark_partition_id() = 0, array(1f, 2f, 3f), array(1f, 2f))")));
  }

  @Test
  void refusesRowsWithoutAVectorWhoseDimensionNobodyTells(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> rows = rows(spark, "cast(null as array<float>)");
    new Refused(docs)
        .with(
            "Cannot make vector column 'embedding': no row has a vector, so its dimension is"
                + " unknown. Set the option 'vector.embedding', such as '768'.",
            rows);
    keyed(docs, rows).option("vector.embedding", "768").save();
    assertEquals(30, docs.read().where("embedding is null").count());
  }

  @Test
  void refusesAVectorOptionOfNoColumn(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    new Refused(docs)
        .with(
            "Cannot make column 'embeding' a vector: there is no such column."
                + " Correct or leave out 'vector.embeding'.",
            keyed(docs, rows(spark, "array(1f)")).option("vector.embeding", "1"));
  }

  @Test
  void takesWholeNumbersThatTheElementsHold(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    keyed(docs, rows(spark, "array(0d, 0d)")).option("vector.embedding", "2:float64").save();
    docs.append(rows(spark, "array(cast(n as int), -2147483648)"));
    docs.append(rows(spark, "cast(array(n, -128) as array<tinyint>)").where("n < 10"));

    assertEquals(20, docs.read().where("embedding = array(n, -2147483648d)").count());
    assertEquals(10, docs.read().where("embedding = array(n, -128d)").count());
  }

  private static DataFrameWriter<Row> keyed(Docs docs, Dataset<Row> rows) {
    return docs.writer(rows).option("primary_key", "id");
  }

  private static Dataset<Row> rows(SparkSession spark, String embedding) {
    return spark
        .range(0, 30, 1, 1)
        .selectExpr("concat('doc-', id) as id", "id as n")
        .withColumn("embedding", expr(embedding));
  }
}
