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
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @ValueSource(strings = {"append", "overwrite"})
  void refusesExtraColumns(String mode, SparkSession spark, Database database) {
    Docs docs = table(spark, database);
    new Refused(docs)
        .with(
            "Cannot write to table 'TABLE': it has no columns 'a', 'b c'. Drop them, or set 'schema_evolution' = 'add_columns': then the table gets them.",
            docs.writer(rows(spark).withColumn("a", lit(1)).withColumn("b c", lit(2))).mode(mode));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "small|cast(id as bigint)|BIGINT|INT",
        "small|cast(id as string)|STRING|INT",
        "small|cast(id as double)|DOUBLE|INT",
        "small|cast(id as decimal(12,2))|DECIMAL(12,2)|INT",
        "n|cast(id as decimal(20,0))|DECIMAL(20,0)|BIGINT",
        "text|id|BIGINT|STRING",
        "text|cast(text as binary)|BINARY|STRING",
        "text|struct(nullif(id, -1) as id)|STRUCT<id: BIGINT>|STRING",
        "id|cast(id as string)|STRING|BIGINT"
      })
  void d11RefusesATypeWhoseValuesDoNotAllFit(
      String column,
      String expression,
      String given,
      String own,
      SparkSession spark,
      Database database) {
    Docs docs = table(spark, database);
    new Refused(docs)
        .with(
            "Cannot write column '%s': values of type %s do not all fit the table's %s. Cast the column first."
                .formatted(column, given, own),
            docs.writer(rows(spark).withColumn(column, expr(expression))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"interval '1' month|INTERVAL MONTH", "array(interval '1' month)|INTERVAL MONTH"})
  void refusesATypeThatLanceHasNot(
      String expression, String name, SparkSession spark, Database database) {
    String column = expression.startsWith("array") ? "what.element" : "what";
    new Refused(new Docs(spark, database))
        .with(
            "Cannot store column '%s': a Lance table has no type for %s. Cast it or leave it out."
                .formatted(column, name),
            rows(spark).withColumn("what", expr(expression)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"_rowid", "_rowaddr", "_fragment", "_distance", "_score"})
  void k6RefusesTheNamesOfMetadataColumns(String name, SparkSession spark, Database database) {
    new Refused(new Docs(spark, database))
        .with(
            "Cannot create or add column '%s': the name is a metadata column's. Rename the column."
                .formatted(name),
            rows(spark).withColumn(name, lit(1L)));
  }

  @Test
  void k6RefusesNamesWithADot(SparkSession spark, Database database) {
    Refused refused = new Refused(new Docs(spark, database));
    refused.with(
        "Cannot create or add column 'a.b': Lance reads a dot in a column's name as a path."
            + " Rename the column.",
        rows(spark).withColumn("a.b", lit(1)));
    refused.with(
        "Cannot create a table with a column without a name: Lance addresses columns by name."
            + " Name the column.",
        rows(spark).withColumn("", lit(1)));
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
  void refusesColumnsThatOnlyCaseTellsApart(SparkSession spark, Database database) {
    spark.conf().set("spark.sql.caseSensitive", "true");
    Dataset<Row> rows = rows(spark).withColumn("TEXT", lit("x"));
    Docs docs = table(spark, database);
    new Refused(docs)
        .with(
            "Cannot write to table 'TABLE': it has no columns 'TEXT'. Drop them, or set 'schema_evolution' = 'add_columns': then the table gets them.",
            rows);
  }

  @Test
  void k6RefusesTheSameColumnTwice(SparkSession spark, Database database) {
    Dataset<Row> twice = rows(spark).select(col("id"), col("text"), lit(1).as("text"));
    new Refused(new Docs(spark, database))
        .with(
            "Cannot create a table with column 'text' twice: columns are told apart by name."
                + " Rename one of them.",
            twice);
    Docs docs = table(spark, database);
    new Refused(docs)
        .with(
            "Cannot write to column 'text': more than one column of the DataFrame has that name."
                + " Rename or drop the others.",
            docs.writer(twice.withColumn("small", lit(1)).withColumn("n", lit(1L))));
  }

  @Test
  void refusesMapsInFilesOfAVersionWithoutThem(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    new Refused(docs)
        .with(
            "Cannot use option 'data_storage_version' = '2.0': the DataFrame has a map, and maps"
                + " need version 2.2. Leave the option out.",
            docs.writer(rows(spark).withColumn("m", expr("map(id, id)")))
                .option("primary_key", "id")
                .option("data_storage_version", "2.0"));
  }

  @Test
  void refusesStructsInFilesThatForgetThatOneIsNull(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    new Refused(docs)
        .with(
            "Cannot write structs to files of version 2.0: they forget that a struct is null."
                + " Make a table with 'data_storage_version' = '2.1' or newer, or flatten the"
                + " structs.",
            docs.writer(rows(spark).withColumn("s", expr("named_struct('a', id)")))
                .option("primary_key", "id")
                .option("data_storage_version", "2.0"));
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
