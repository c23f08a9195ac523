package io.sparklancedb.it;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
@Tag("engine")
class KeyRefusalTest {
  private static final String TWICE =
      "Cannot write: two of the rows have the primary key 'id' = '%s'."
          + " Keep one row of each key, such as dropDuplicates(\"id\").";

  @Test
  void wantsAPrimaryKeyToMakeATable(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    new Refused(docs)
        .with(
            "Cannot write table 'TABLE': it has no primary key."
                + " Set the option 'primary_key' to the one column that names a row.",
            docs.writer(rows(spark)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void d3RefusesANullKey(boolean existing, SparkSession spark, Database database) {
    Docs docs = docs(spark, database, existing);
    Dataset<Row> rows =
        rows(spark).coalesce(1).withColumn("id", expr("if(id = 40, null, id)")).coalesce(1);
    spark.conf().set("spark.sql.shuffle.partitions", "1");
    new Refused(docs)
        .with(
            "Cannot write row 40 of partition 0: its primary key 'id' is null. Fill it or filter"
                + " such rows out.",
            rows);
    if (existing) {
      assertEquals(100, docs.read().count());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"append", "overwrite"})
  void d3RefusesANullKeyOfARowThatIsOverwritten(
      String mode, SparkSession spark, Database database) {
    Docs docs = docs(spark, database, true);
    Dataset<Row> rows =
        spark
            .createDataFrame(
                List.of(RowFactory.create(null, "x")), rows(spark).schema().asNullable())
            .coalesce(1);
    new Refused(docs)
        .with(
            "Cannot write row 0 of partition 0: its primary key 'id' is null. Fill it or filter"
                + " such rows out.",
            docs.writer(rows).mode(mode));
  }

  @ParameterizedTest(name = "table there {0}, mode {1}")
  @CsvSource({"false,append", "false,overwrite", "true,append", "true,overwrite"})
  void refusesADuplicateKey(boolean existing, String mode, SparkSession spark, Database database) {
    Docs docs = docs(spark, database, existing);
    Dataset<Row> rows = rows(spark).withColumn("id", expr("if(id = 70, 60, id)"));
    Dataset<Row> apart = rows.repartitionByRange(4, col("text"));
    for (Dataset<Row> source : List.of(rows.coalesce(1), apart)) {
      new Refused(docs)
          .with(TWICE.formatted("60"), docs.writer(source).option("primary_key", "id").mode(mode));
    }
  }

  @Test
  void namesADuplicateKeyOfAnyType(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> twice = rows(spark).withColumn("id", lit("it's \u00e4 'key'")).limit(2);
    new Refused(docs).with(TWICE.formatted("it's \u00e4 'key'"), twice);
    new Refused(docs)
        .with(
            TWICE.formatted("2024-02-29"),
            rows(spark).withColumn("id", expr("date'2024-02-29'")).limit(2));
    new Refused(docs)
        .with(
            TWICE.formatted("1.50"),
            rows(spark).withColumn("id", expr("cast(1.5 as decimal(38,2))")).limit(2));
  }

  private static Docs docs(SparkSession spark, Database database, boolean existing) {
    Docs docs = new Docs(spark, database);
    if (existing) {
      docs.append(rows(spark));
    }
    return docs;
  }

  private static Dataset<Row> rows(SparkSession spark) {
    return spark.range(0, 100).selectExpr("id", "concat('text ', lpad(id, 3, '0')) as text");
  }
}
