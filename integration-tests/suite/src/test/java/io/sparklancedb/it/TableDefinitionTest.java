package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What tables SQL makes, from columns and from queries, and what it makes of those that are there.
 */
@ExtendWith(SparkExtension.class)
@Tag("planner")
class TableDefinitionTest {
  private SparkSession spark;
  private Database database;
  private SqlCatalog catalog;

  @BeforeEach
  void useTheDatabase(SparkSession session, Database emptyDatabase) {
    spark = session;
    database = emptyDatabase;
    catalog = SqlCatalog.of(session, emptyDatabase);
  }

  @Test
  @Tag("contract")
  void k3AQueryMakesATableOrLeavesNothing() {
    catalog.sql(
        "CREATE TABLE lance.default.numbers TBLPROPERTIES ('primary_key' = 'id', 'team' = 'x') AS SELECT id, id * 2 AS twice FROM range(1000)");

    assertEquals(
        "[[1000,999000]]", catalog.sql("SELECT count(*), sum(twice) FROM lance.default.numbers"));
    assertTrue(catalog.sql("SHOW TBLPROPERTIES lance.default.numbers").contains("[team,x]"));
    Failure.of(
        () ->
            catalog.sql(
                "CREATE TABLE lance.default.broken TBLPROPERTIES ('primary_key' = 'id') AS SELECT id, if(id = 999, raise_error('late'), id) AS n FROM range(1000)"));
    assertEquals("[[default,numbers,false]]", catalog.sql("SHOW TABLES IN lance.default"));
    assertFalse(Files.exists(database.table("broken")));
  }

  @Test
  @Tag("contract")
  void k3AQueryReplacesTheRowsOfATableOrNothing() {
    String replace =
        "CREATE OR REPLACE TABLE lance.default.numbers TBLPROPERTIES ('primary_key' = 'id') AS SELECT id, %s AS n FROM range(%d)";
    catalog.sql(replace.formatted("id", 10), replace.formatted("id + 1", 5));
    String before = catalog.sql("SELECT * FROM lance.default.numbers ORDER BY id");

    assertEquals("[[0,1], [1,2], [2,3], [3,4], [4,5]]", before);
    Failure.of(() -> catalog.sql(replace.formatted("if(id = 3, raise_error('late'), id)", 5)));
    assertEquals(before, catalog.sql("SELECT * FROM lance.default.numbers ORDER BY id"));
  }

  @Test
  @Tag("contract")
  void aTableIsReplacedByOneWithOtherColumnsInOneVersion() {
    catalog.createDocs();
    catalog.sql("INSERT INTO lance.default.docs VALUES (1, 'one', array(1, 2))");
    long before = new Docs(spark, database).table().version();
    String redefine =
        "REPLACE TABLE lance.default.docs TBLPROPERTIES ('primary_key' = 'name') AS SELECT %s AS name, array(cast(id AS FLOAT)) AS embedding FROM range(3)";
    Failure.of(
        () -> catalog.sql(redefine.formatted("if(id = 2, raise_error('late'), string(id))")));
    Failure twice = Failure.of(() -> catalog.sql(redefine.formatted("'same'")));
    assertTrue(twice.refusal().contains("two of the rows have the primary key"), twice::text);
    assertEquals("[[1,one]]", catalog.sql("SELECT id, text FROM lance.default.docs"));
    catalog.sql(
        redefine.formatted("concat('n', id)"),
        "INSERT INTO lance.default.docs VALUES ('n1', array(9)), ('n3', null)");

    assertEquals(
        "[[n0,0.0], [n1,9.0], [n2,2.0], [n3,null]]",
        catalog.sql("SELECT name, embedding[0] FROM lance.default.docs ORDER BY name"));
    assertEquals("[[name]]", catalog.sql("SELECT columns FROM lance.default.docs.indexes"));
    assertEquals(
        "[[1,one]]",
        catalog.sql("SELECT id, text FROM lance.default.docs VERSION AS OF " + before));
    assertFalse(catalog.sql("SHOW TBLPROPERTIES lance.default.docs").contains("[team,"));
    String vectors =
        "REPLACE TABLE lance.default.docs AS SELECT array(cast(id AS FLOAT)) AS embedding FROM range(0)";
    assertTrue(catalog.refusal(vectors).contains("embedding"));
    String maps = "REPLACE TABLE lance.default.docs AS SELECT map('a', 1) AS m";
    assertTrue(catalog.refusal(maps).contains("Drop the table first"));
    catalog.sql(
        "CREATE OR REPLACE TABLE lance.default.docs (at TIMESTAMP, n INT NOT NULL)",
        "INSERT INTO lance.default.docs VALUES (null, 1), (null, 1)");
    assertEquals("[[2]]", catalog.sql("SELECT count(*) FROM lance.default.docs"));
  }

  @Test
  void aQueryWithoutRowsMakesNoTableWithAVectorOfUnknownDimension() {
    String statement =
        "CREATE TABLE lance.default.empty TBLPROPERTIES (%s) AS SELECT id, array(cast(id AS FLOAT)) AS embedding FROM range(0)";

    assertTrue(
        catalog.refusal(statement.formatted("'primary_key' = 'id'")).contains("vector.embedding"));
    assertEquals("[]", catalog.sql("SHOW TABLES IN lance.default"));
    catalog.sql(statement.formatted("'primary_key' = 'id', 'vector.embedding' = '1'"));
    assertEquals("[]", catalog.sql("SELECT * FROM lance.default.empty"));
  }

  @Test
  void aColumnThatIsNotNullTakesNoNull() {
    catalog.sql(
        "CREATE TABLE lance.default.strict (id BIGINT, n INT NOT NULL) TBLPROPERTIES ('primary_key' = 'id')",
        "INSERT INTO lance.default.strict VALUES (1, 10)");
    Failure.of(() -> catalog.sql("INSERT INTO lance.default.strict VALUES (2, cast(null AS INT))"));
    Failure.of(() -> catalog.sql("UPDATE lance.default.strict SET n = NULL"));
    Docs docs = new Docs(spark, database);
    Failure.of(
        () ->
            docs.writer(spark.sql("SELECT 2L AS id, cast(null AS INT) AS n"))
                .option("table_name", "strict")
                .save());

    assertFalse(spark.table("lance.default.strict").schema().apply("n").nullable());
    assertEquals("[[1,10]]", catalog.sql("SELECT * FROM lance.default.strict"));
    catalog.sql(
        "ALTER TABLE lance.default.strict ALTER COLUMN n DROP NOT NULL",
        "INSERT INTO lance.default.strict VALUES (2, null)");
    assertEquals("[[2]]", catalog.sql("SELECT count(*) FROM lance.default.strict"));
  }

  @Test
  void commentsAreKept() {
    catalog.sql(
        "CREATE TABLE lance.default.docs (id BIGINT COMMENT 'the key', s STRUCT<a: INT COMMENT 'inner'>) COMMENT 'all docs' TBLPROPERTIES ('primary_key' = 'id')",
        "ALTER TABLE lance.default.docs ADD COLUMN n INT COMMENT 'a number'",
        "INSERT INTO lance.default.docs VALUES (1, null, 2)",
        "ALTER TABLE lance.default.docs ALTER COLUMN id COMMENT 'key'",
        "INSERT INTO lance.default.docs VALUES (1, struct(3), 4), (2, null, null)");

    assertEquals(
        "[[id,bigint,key], [s,struct<a:int>,null], [n,int,a number]]",
        catalog.sql("DESCRIBE lance.default.docs").replace(" COMMENT 'inner'", ""));
    assertEquals(
        "inner",
        ((StructType) spark.table("lance.default.docs").schema().apply("s").dataType())
            .apply("a")
            .getComment()
            .get());
    String extended = catalog.sql("DESCRIBE EXTENDED lance.default.docs");
    assertTrue(extended.contains("all docs"), extended);
    assertEquals(
        "[[1,3], [2,null]]", catalog.sql("SELECT id, s.a FROM lance.default.docs ORDER BY id"));
    assertEquals(
        2,
        new Docs(spark, database)
            .reader()
            .schema("id BIGINT, s STRUCT<a: INT>, n INT")
            .load()
            .count());
  }

  @Test
  void rowsAreAddedToATableWithoutAKey() throws Exception {
    catalog.sql(
        "CREATE TABLE lance.default.events (at BIGINT, text STRING)",
        "INSERT INTO lance.default.events VALUES (1, 'a'), (1, 'a'), (null, 'n')",
        "INSERT INTO lance.default.events VALUES (1, 'a')");
    assertEquals("[[4]]", catalog.sql("SELECT count(*) FROM lance.default.events"));
    assertEquals(
        "[[append,3,0], [append,1,0]]",
        catalog.sql(
            "SELECT operation, inserted, updated FROM lance.default.events.versions WHERE inserted > 0 ORDER BY version"));
    catalog.sql(
        "INSERT INTO lance.default.events REPLACE WHERE at = 1 VALUES (7, 'x')",
        "CREATE TABLE lance.default.copy AS SELECT * FROM lance.default.events",
        "CREATE OR REPLACE TABLE lance.default.copy AS SELECT * FROM lance.default.copy WHERE at IS NOT NULL");
    assertEquals(
        "[[null,n], [7,x]]", catalog.sql("SELECT * FROM lance.default.events ORDER BY at"));
    assertEquals("[[7,x]]", catalog.sql("SELECT * FROM lance.default.copy"));
    assertEquals(
        "[[8,y]]",
        catalog.sql(
            "INSERT OVERWRITE lance.default.copy VALUES (8, 'y')",
            "SELECT * FROM lance.default.copy"));
    Docs docs = new Docs(spark, database);
    String refusal =
        Failure.of(
                () ->
                    docs.writer(spark.table("lance.default.copy"))
                        .option("table_name", "copy")
                        .save())
            .refusal();
    assertTrue(refusal.contains("it has no primary key"), refusal);
    assertTrue(
        catalog
            .refusal("ALTER TABLE lance.default.copy SET TBLPROPERTIES ('when_matched' = 'oops')")
            .contains("'oops'"));
  }
}
