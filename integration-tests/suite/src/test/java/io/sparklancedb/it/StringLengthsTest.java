package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code CHAR(n)} and {@code VARCHAR(n)} are kept in the table, shown and enforced. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class StringLengthsTest {
  private static final String COLUMNS =
      "c CHAR(5), v VARCHAR(3), n STRUCT<a: VARCHAR(3)>, m MAP<CHAR(2), ARRAY<VARCHAR(3)>>";
  private static final String TOO_LONG =
      "Cannot write column '%s' of key '1': it has %d characters, the column is %s. Shorten the string or filter the row; longer strings need a column of type STRING.";

  private SqlCatalog catalog;

  private Docs create(SparkSession spark, Database database) {
    catalog = SqlCatalog.of(spark, database);
    catalog.sql(
        "CREATE TABLE lance.default.docs (id INT NOT NULL, "
            + COLUMNS
            + ") TBLPROPERTIES ('primary_key' = 'id')");
    return new Docs(spark, database);
  }

  private static String quoted(Dataset<Row> rows) {
    return SqlCatalog.text(rows.selectExpr("id", "concat('[', c, ']')", "concat('[', v, ']')"));
  }

  @Test
  @Tag("contract")
  void areShown(SparkSession spark, Database database) {
    create(spark, database);

    assertEquals(
        "c,char(5); v,varchar(3); n,struct<a:varchar(3)>; m,map<char(2),array<varchar(3)>>",
        SqlCatalog.text(
            spark
                .sql("DESCRIBE lance.default.docs")
                .where("col_name IN ('c', 'v', 'n', 'm')")
                .select("col_name", "data_type")));
    // From Spark 4.2 on it names the one collation that strings have here.
    String statement =
        catalog.sql("SHOW CREATE TABLE lance.default.docs").replace(" COLLATE UTF8_BINARY", "");
    assertTrue(statement.contains("c CHAR(5)"), statement);
    assertTrue(statement.contains("m MAP<CHAR(2), ARRAY<VARCHAR(3)>>"), statement);
  }

  @Test
  @Tag("contract")
  void areEnforcedBySpark(SparkSession spark, Database database) {
    Docs docs = create(spark, database);
    String nested = "named_struct('a', 'abc'), map('k', array('v'))";
    catalog.sql(
        "INSERT INTO lance.default.docs VALUES (1, 'ab', 'abc  ', " + nested + ")",
        "UPDATE lance.default.docs SET c = 'b' WHERE c = 'ab'",
        "MERGE INTO lance.default.docs t USING (SELECT 2 AS id, 'äöü' AS c, 'x' AS v) s ON t.id = s.id"
            + " WHEN MATCHED THEN UPDATE SET c = s.c WHEN NOT MATCHED THEN INSERT (id, c, v) VALUES (s.id, s.c, s.v)");

    assertEquals("1,[b    ],[abc]; 2,[äöü  ],[x]", quoted(docs.read().orderBy("id")));
    assertEquals("[[1]]", catalog.sql("SELECT id FROM lance.default.docs WHERE c = 'b'"));
    assertEquals("k ", docs.read().selectExpr("map_keys(m)[0]").first().getString(0));
    for (String statement :
        List.of(
            "INSERT INTO lance.default.docs VALUES (3, 'abcdef', 'a', null, null)",
            "INSERT INTO lance.default.docs VALUES (3, 'a', 'a', named_struct('a', 'abcd'), null)",
            "INSERT OVERWRITE lance.default.docs VALUES (3, 'abcdef', 'a', null, null)",
            "UPDATE lance.default.docs SET v = 'abcd' WHERE id = 1",
            "MERGE INTO lance.default.docs t USING (SELECT 3 AS id, 'abcdef' AS c) s ON t.id = s.id"
                + " WHEN MATCHED THEN UPDATE SET c = s.c WHEN NOT MATCHED THEN INSERT (id, c, v) VALUES (s.id, s.c, 'a')")) {
      String message = Failure.of(() -> catalog.sql(statement)).text();
      assertTrue(isAboutLength(message), () -> statement + ": " + message);
    }
    assertEquals(2, docs.read().count());
  }

  @Test
  @Tag("contract")
  void letStatementsWithoutUpdateRun(SparkSession spark, Database database) {
    catalog = SqlCatalog.of(spark, database);
    catalog.sql(
        "CREATE TABLE lance.default.docs (id INT NOT NULL, v VARCHAR(3))",
        "INSERT INTO lance.default.docs VALUES (1, 'a'), (2, 'b'), (3, 'c')",
        "DELETE FROM lance.default.docs WHERE v = 'a'",
        "MERGE INTO lance.default.docs t USING (SELECT 4 AS id, 'd  ' AS v) s ON t.id = s.id WHEN NOT MATCHED THEN INSERT *",
        "MERGE INTO lance.default.docs t USING (SELECT 'b' AS v) s ON t.v = s.v WHEN MATCHED THEN DELETE");
    assertEquals("[[3,c], [4,d  ]]", catalog.sql("SELECT * FROM lance.default.docs ORDER BY id"));

    String tooLong =
        Failure.of(
                () ->
                    catalog.sql(
                        "MERGE INTO lance.default.docs t USING (SELECT 5 AS id, 'abcd' AS v) s ON t.id = s.id WHEN NOT MATCHED THEN INSERT *"))
            .text();
    assertTrue(isAboutLength(tooLong), tooLong);
  }

  private static boolean isAboutLength(String message) {
    return message.contains("EXCEED_LIMIT_LENGTH")
        || message.contains("has 4 characters")
        || message.contains("has 6 characters");
  }

  @Test
  @Tag("contract")
  void letDeletionsRunWhereSparkPlansThem(SparkSession spark, Database database) {
    Docs docs = create(spark, database);
    docs.append(spark.sql("SELECT 1 AS id, 'ab' AS c, 'a' AS v, null AS n, null AS m"));
    String statement = "DELETE FROM lance.default.docs WHERE c = 'ab'";
    if (spark.version().startsWith("3.5") || spark.version().startsWith("4.0")) {
      assertEquals(
          "Cannot delete from table 'lance.default.docs': Spark before 4.1 cannot plan that with column 'c', which holds CHAR(n). Set 'spark.sql.readSideCharPadding' to 'false'.",
          catalog.refusal(statement));
      spark.conf().set("spark.sql.readSideCharPadding", "false");
    }
    try {
      catalog.sql(statement);
    } finally {
      spark.conf().unset("spark.sql.readSideCharPadding");
    }
    assertEquals(0, docs.read().count());
  }

  @Test
  @Tag("contract")
  void areEnforcedInWritesWithoutACatalog(SparkSession spark, Database database) {
    Docs docs = create(spark, database);
    String nested = "named_struct('a', 'abc') AS n, map('k', array('v')) AS m";
    docs.append(spark.sql("SELECT 1 AS id, 'ab' AS c, 'abc  ' AS v, " + nested));
    assertEquals("1,[ab   ],[abc]", quoted(docs.read()));

    assertEquals(
        TOO_LONG.formatted("c", 6, "CHAR(5)"),
        refusal(docs, spark.sql("SELECT 1 AS id, 'abcdef' AS c, 'a' AS v, " + nested)));
    assertEquals(
        TOO_LONG.formatted("v", 4, "VARCHAR(3)"),
        refusal(docs, spark.sql("SELECT 1 AS id, 'a' AS c, 'äöüß' AS v, " + nested)));
    assertEquals(
        TOO_LONG.formatted("n.a", 4, "VARCHAR(3)"),
        refusal(
            docs,
            spark.sql(
                "SELECT 1 AS id, 'a' AS c, 'a' AS v, named_struct('a', 'abcd') AS n, null AS m")));
    assertEquals("1,[ab   ],[abc]", quoted(docs.read()));
  }

  private static String refusal(Docs docs, Dataset<Row> rows) {
    return Failure.of(() -> docs.append(rows)).refusal();
  }

  @ParameterizedTest
  @Tag("contract")
  @ValueSource(
      strings = {
        "CREATE TABLE lance.default.copy AS SELECT * FROM lance.default.docs",
        "CREATE OR REPLACE TABLE lance.default.copy AS SELECT * FROM lance.default.docs"
      })
  void areKeptByATableThatIsMadeOfAQuery(String statement, SparkSession spark, Database database) {
    create(spark, database);
    catalog.sql("INSERT INTO lance.default.docs VALUES (1, 'ab', 'abc', null, null)", statement);

    assertEquals("[[1,ab   ,abc]]", catalog.sql("SELECT id, c, v FROM lance.default.copy"));
    assertEquals(types(spark, "docs"), types(spark, "copy"));
    String tooLong =
        Failure.of(
                () ->
                    catalog.sql(
                        "INSERT INTO lance.default.copy VALUES (2, 'abcdef', '', null, null)"))
            .text();
    assertTrue(isAboutLength(tooLong), tooLong);
  }

  private static String types(SparkSession spark, String table) {
    return SqlCatalog.text(
        spark.sql("DESCRIBE lance.default." + table).where("col_name IN ('c', 'v', 'n', 'm')"));
  }

  @Test
  void areKeptByADataFrameOfSuchColumns(SparkSession spark, Database database) {
    Docs docs = create(spark, database);
    catalog.sql("INSERT INTO lance.default.docs VALUES (1, 'ab', 'abc', null, null)");
    docs.read()
        .write()
        .format("lancedb")
        .options(Map.of("db_uri", database.uri(), "table_name", "copy", "primary_key", "id"))
        .mode("append")
        .save();

    assertEquals(types(spark, "docs"), types(spark, "copy"));
    catalog.sql(
        "CREATE TABLE lance.default.grown TBLPROPERTIES ('data_storage_version' = '2.2') AS SELECT 1 AS id");
    docs.read()
        .write()
        .format("lancedb")
        .options(Map.of("db_uri", database.uri(), "table_name", "grown", "primary_key", "id"))
        .option("schema_evolution", "add_columns")
        .mode("append")
        .save();
    assertEquals(types(spark, "docs"), types(spark, "grown"));
    docs.read().write().parquet(database.uri() + "/parquet");
    assertEquals("1,[ab   ],[abc]", quoted(spark.read().parquet(database.uri() + "/parquet")));
  }

  @Test
  void areKeptOfColumnsThatAreAdded(SparkSession spark, Database database) {
    Docs docs = create(spark, database);
    catalog.sql("INSERT INTO lance.default.docs VALUES (1, 'ab', 'abc', null, null)");
    catalog.sql("ALTER TABLE lance.default.docs ADD COLUMN w VARCHAR(2) COMMENT 'short'");
    catalog.sql("ALTER TABLE lance.default.docs ADD COLUMN n.w CHAR(2)");

    assertEquals(
        "w,varchar(2),short",
        SqlCatalog.text(spark.sql("DESCRIBE lance.default.docs").where("col_name = 'w'")));
    assertEquals(
        TOO_LONG.formatted("w", 3, "VARCHAR(2)"),
        refusal(docs, docs.read().withColumn("w", org.apache.spark.sql.functions.lit("abc"))));
  }

  @Test
  void areKeptWhenAColumnIsAltered(SparkSession spark, Database database) {
    create(spark, database);
    catalog.sql(
        "ALTER TABLE lance.default.docs ALTER COLUMN c COMMENT 'code'",
        "ALTER TABLE lance.default.docs RENAME COLUMN v TO w");

    assertEquals(
        "c,char(5),code; w,varchar(3),null",
        SqlCatalog.text(spark.sql("DESCRIBE lance.default.docs").where("col_name IN ('c', 'w')")));
  }

  @Test
  void areNotLookedAtWhereSparkTakesThemForStrings(SparkSession spark, Database database) {
    Docs docs = create(spark, database);
    spark.conf().set("spark.sql.legacy.charVarcharAsString", "true");
    try {
      catalog.sql("INSERT INTO lance.default.docs VALUES (1, 'abcdef', 'abcd', null, null)");
      docs.append(spark.sql("SELECT 2 AS id, 'abcdef' AS c, 'abcd' AS v, null AS n, null AS m"));
      assertEquals("1,[abcdef],[abcd]; 2,[abcdef],[abcd]", quoted(docs.read().orderBy("id")));
    } finally {
      spark.conf().unset("spark.sql.legacy.charVarcharAsString");
    }
    // What is there stays as it is when other columns of the row are written.
    docs.writer(spark.sql("SELECT 1 AS id, 'a' AS v"))
        .option("schema_evolution", "add_columns")
        .save();
    assertEquals("1,[abcdef],[a]; 2,[abcdef],[abcd]", quoted(docs.read().orderBy("id")));
  }

  @Test
  @Tag("contract")
  void stayWhereSparkKeepsTheTypes(SparkSession spark, Database database) {
    Docs docs = create(spark, database);
    spark.conf().set("spark.sql.preserveCharVarcharTypeInfo", "true");
    try {
      catalog.sql(
          "INSERT INTO lance.default.docs VALUES (1, 'ab', 'abc', null, null)",
          "UPDATE lance.default.docs SET v = 'b' WHERE id = 1",
          "CREATE TABLE lance.default.copy AS SELECT * FROM lance.default.docs");
      docs.append(docs.read());
      assertEquals("1,[ab   ],[b]", quoted(docs.read()));
      assertEquals(types(spark, "docs"), types(spark, "copy"));
    } finally {
      spark.conf().unset("spark.sql.preserveCharVarcharTypeInfo");
    }
  }

  @Test
  void areKeptOfThePrimaryKey(SparkSession spark, Database database) {
    catalog = SqlCatalog.of(spark, database);
    catalog.sql(
        "CREATE TABLE lance.default.docs (id CHAR(3) NOT NULL, n INT) TBLPROPERTIES ('primary_key' = 'id')",
        "INSERT INTO lance.default.docs VALUES ('a', 1), ('b', 1)",
        "INSERT INTO lance.default.docs VALUES ('a', 2)");
    Docs docs = new Docs(spark, database);
    docs.append(spark.sql("SELECT 'b' AS id, 2 AS n"));
    assertEquals("a  ,2; b  ,2", SqlCatalog.text(docs.read().orderBy("id")));
    catalog.sql("UPDATE lance.default.docs SET n = 3 WHERE id = 'a'");
    assertEquals("a  ,3; b  ,2", SqlCatalog.text(docs.read().orderBy("id")));
  }
}
