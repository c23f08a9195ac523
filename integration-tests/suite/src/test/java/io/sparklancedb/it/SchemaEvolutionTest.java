package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code schema_evolution} = {@code add_columns} inside structs. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class SchemaEvolutionTest {
  private static final String OLD =
      """
      SELECT * FROM VALUES
        (1L, struct(1, 'x', struct(10, 'deep')), array(struct(1))),
        (2L, null, array()),
        (3L, struct(3, null, null), null),
        (4L, struct(4, 'z', struct(40, null)), array(null, struct(4)))
      AS t(id, s, l)""";

  private static final String TYPE =
      "cast(s as struct<a: int, b: string, t: struct<n: int, d: string>>) as s";

  private SparkSession spark;
  private Docs docs;

  @BeforeEach
  void write(SparkSession session, Database database) {
    spark = session;
    docs = new Docs(session, database);
    docs.append(
        spark
            .sql(OLD)
            .selectExpr("id", TYPE, "cast(l as array<struct<x: int>>) as l", "id as n")
            .coalesce(1));
  }

  private DataFrameWriter<Row> evolving(Dataset<Row> rows) {
    return docs.writer(rows.coalesce(1)).option("schema_evolution", "add_columns");
  }

  private void evolve(String select) {
    evolving(spark.sql(select)).save();
  }

  private String rows() {
    return SqlCatalog.text(
        docs.read().orderBy("id").selectExpr("id", "to_json(s)", "to_json(l)", "n"));
  }

  @Test
  @Tag("contract")
  void fieldsThatTheTableLacksAreAdded() {
    long before = docs.table().version();
    evolve(
        """
        SELECT 1L AS id, named_struct('t', named_struct('e', 5L, 'n', 11, 'd', 'new'), 'a', 7, 'b', 'y', 'c', 1.5D) AS s,
          array(named_struct('y', 'why', 'x', 9), null) AS l, 1L AS n
        UNION ALL SELECT 5L, null, null, 5L""");
    String expected =
        "1,{\"a\":7,\"b\":\"y\",\"t\":{\"n\":11,\"d\":\"new\",\"e\":5},\"c\":1.5},[{\"x\":9,\"y\":\"why\"},null],1; "
            + "2,null,[],2; 3,{\"a\":3},null,3; 4,{\"a\":4,\"b\":\"z\",\"t\":{\"n\":40}},[null,{\"x\":4}],4; 5,null,null,5";

    assertEquals(before + 1, docs.table().version());
    assertEquals(expected, rows());
    assertEquals(2, docs.read().where("s is null").count());
    docs.table().compact();
    assertEquals(expected, rows());
    assertEquals(
        "struct<a:int,b:string,t:struct<n:int,d:string,e:bigint>,c:double>",
        docs.read().schema().apply("s").dataType().catalogString());
  }

  @Test
  @Tag("contract")
  void fieldsThatTheDataFrameLacksKeepTheirValues() {
    long before = docs.table().version();
    evolve(
        """
        SELECT 1L AS id, named_struct('t', named_struct('n', 11), 'a', 7) AS s
        UNION ALL SELECT 2L, named_struct('t', null, 'a', 2)
        UNION ALL SELECT 3L, null
        UNION ALL SELECT 4L, named_struct('t', null, 'a', null)
        UNION ALL SELECT 6L, named_struct('t', named_struct('n', 60), 'a', 6)""");
    String expected =
        "1,{\"a\":7,\"b\":\"x\",\"t\":{\"n\":11,\"d\":\"deep\"}},[{\"x\":1}],1; 2,{\"a\":2},[],2; "
            + "3,null,null,3; 4,{\"b\":\"z\"},[null,{\"x\":4}],4; 6,{\"a\":6,\"t\":{\"n\":60}},null,null";

    assertEquals(before + 1, docs.table().version());
    assertEquals(expected, rows());
    docs.table().compact();
    assertEquals(expected, rows());
  }

  @Test
  void aNullStructKeepsTheFieldsThatTheDataFrameLacks() {
    evolve("SELECT 1L AS id, cast(null AS struct<a: int, t: struct<n: int>>) AS s");

    assertEquals(
        "1,{\"b\":\"x\",\"t\":{\"d\":\"deep\"}}",
        SqlCatalog.text(docs.read().where("id = 1").selectExpr("id", "to_json(s)")));
  }

  @Test
  void fieldsAreAddedAndKeptInOneWrite() {
    evolve("SELECT id, named_struct('c', id, 'A', 0) AS S FROM range(1, 3)");

    assertEquals(
        "1,{\"a\":0,\"b\":\"x\",\"t\":{\"n\":10,\"d\":\"deep\"},\"c\":1}; 2,{\"a\":0,\"c\":2}; 3,{\"a\":3}; 4,{\"a\":4,\"b\":\"z\",\"t\":{\"n\":40}}",
        SqlCatalog.text(docs.read().orderBy("id").selectExpr("id", "to_json(s)")));
    assertEquals(1, docs.read().where("s.c = 2").count());
  }

  @Test
  void anOverwriteTakesFieldsOnBothSides() {
    evolving(spark.sql("SELECT 9L AS id, named_struct('c', 1, 'a', 2) AS s"))
        .mode("overwrite")
        .save();

    assertEquals("9,{\"a\":2,\"c\":1},null,null", rows());
  }

  @Test
  void refusesFieldsWithoutTheOption() {
    Refused refused = new Refused(docs);
    refused.with(
        "Cannot write to table 'TABLE': it has no columns 's.c'. Drop them, or set 'schema_evolution' = 'add_columns': then the table gets them.",
        docs.writer(docs.read().selectExpr("id", "struct(s.a, s.b, s.t, 1 as c) as s", "l", "n")));
    refused.with(
        "Cannot write to table 'TABLE': the DataFrame lacks its columns 's.b'. Add them to the DataFrame, or set 'schema_evolution' = 'add_columns': then they keep their values in rows that are updated.",
        docs.writer(docs.read().selectExpr("id", "struct(s.a, s.t) as s", "l", "n")));
  }

  @Test
  void refusesToKeepFieldsOfElements() {
    new Refused(docs)
        .with(
            "Cannot write to table 'TABLE': the DataFrame lacks its fields 'l.element.x', and elements of lists and maps are replaced as a whole: nothing tells which value a field would keep. Add them to the DataFrame.",
            evolving(spark.sql("SELECT 1L AS id, array(named_struct('y', 1)) AS l")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "map('k', 1) AS m|m|2.1",
        "named_struct('a', 1, 'm', map('k', 1)) AS s|s|2.1",
        "map('k', 1) AS m|m|2.0",
        "named_struct('a', 1) AS more|more|2.0"
      })
  void refusesColumnsThatTheTablesFilesCannotHold(String added, String column, String version) {
    if (version.equals("2.0")) {
      spark
          .sql("SELECT 1L AS id")
          .write()
          .mode("append")
          .format("lancedb")
          .options(docs.address())
          .option("primary_key", "id")
          .option("data_storage_version", "2.0")
          .option("table_name", "oldest")
          .save();
    }
    DataFrameWriter<Row> writer =
        evolving(spark.sql("SELECT 1L AS id, " + added))
            .option("table_name", version.equals("2.0") ? "oldest" : Docs.NAME);

    assertEquals(
        "Cannot add column '%s' to table '%s': its files are of version %s; maps need 2.2, structs 2.1. Create another table with 'data_storage_version' from a query of this one."
            .formatted(
                column,
                docs.database().table(version.equals("2.0") ? "oldest" : Docs.NAME),
                version),
        Failure.of(writer::save).refusal());
  }

  @Test
  void refusesAFieldOfAnotherType() {
    new Refused(docs)
        .with(
            "Cannot write column 's.a': values of type STRING do not all fit the table's INT. Cast the column first.",
            evolving(spark.sql("SELECT 1L AS id, named_struct('a', 'x') AS s")));
  }

  @Test
  void indexesOfFieldsHoldAfterTheirStructWasWrittenOnceMore() {
    docs.table().index("s.a", "a_idx");
    evolve("SELECT 5L AS id, named_struct('a', 5, 'c', 1) AS s");

    assertNotEquals(0, docs.table().indexNames().size());
    assertEquals("4; 5", SqlCatalog.text(docs.read().where("s.a > 3").select("id").orderBy("id")));
  }
}
