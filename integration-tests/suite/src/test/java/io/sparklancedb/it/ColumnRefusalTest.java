package io.sparklancedb.it;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
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
class ColumnRefusalTest {
  @ParameterizedTest
  @ValueSource(strings = {"append", "overwrite"})
  void refusesMissingColumns(String mode, SparkSession spark, Database database) {
    Docs docs = table(spark, database);
    new Refused(docs)
        .with(
            "Cannot write to table 'TABLE': the DataFrame lacks its columns 'text', 'n'. Add them to the DataFrame, or set 'schema_evolution' = 'add_columns': then they keep their values in rows that are updated.",
            docs.writer(rows(spark).select("id", "small")).mode(mode));
  }

  @Test
  void k8FieldsOfAStructMayHaveDots(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> rows = rows(spark).withColumn("s", expr("named_struct('x.y', id, 'x', text)"));
    docs.append(rows);
    docs.append(rows.where("id < 5").withColumn("n", lit(7L)));

    assertEquals(
        rows.select("id", "s").orderBy("id").collectAsList(),
        docs.read().select("id", "s").orderBy("id").collectAsList());
    assertEquals(3L, docs.read().where("s.`x.y` = 3").select("s.`x.y`").first().getLong(0));
  }

  @Test
  void k6NamesThatOnlyLookLikeMetadataColumnsAreColumns(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> rows = rows(spark).withColumn("_ROWID", expr("id * 2")).withColumn("_x", lit(1));
    docs.append(rows);
    docs.append(rows);

    assertEquals(rows.orderBy("id").collectAsList(), docs.read().orderBy("id").collectAsList());
    assertEquals(4L, docs.read().where("_rowid = 8").first().getLong(0));
  }

  @Test
  void d13AThousandColumnsAreNoReasonToRefuse(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    String[] columns =
        IntStream.range(0, 1_000).mapToObj(i -> "id + " + i + " as c" + i).toArray(String[]::new);
    docs.append(spark.range(0, 10).selectExpr(columns).withColumn("id", col("c0")));
    assertEquals(1_008L, docs.read().where("c7 = 16").select("c999").first().getLong(0));
  }

  private static Docs table(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark));
    return docs;
  }

  private static Dataset<Row> rows(SparkSession spark) {
    return spark
        .range(0, 10)
        .selectExpr("id", "concat('text ', id) as text", "cast(id as int) as small", "id as n");
  }
}
