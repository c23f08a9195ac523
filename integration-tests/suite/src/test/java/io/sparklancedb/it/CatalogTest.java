package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables by name: SQL, from the creation of a table to its end. */
@Tag("every-line")
@ExtendWith(SparkExtension.class)
class CatalogTest {
  private SparkSession spark;
  private Database database;

  @BeforeEach
  void useTheDatabase(SparkSession session, Database emptyDatabase) {
    spark = session;
    database = emptyDatabase;
    spark.conf().set("spark.sql.catalog.lance", "io.sparklancedb.LanceDbCatalog");
    spark.conf().set("spark.sql.catalog.lance.db_uri", database.uri());
  }

  private String sql(String... statements) {
    List<Row> last = List.of();
    for (String statement : statements) {
      last = spark.sql(statement).collectAsList();
    }
    return last.toString();
  }

  private String refusal(String statement) {
    return Failure.of(() -> sql(statement)).refusal();
  }

  private void createDocs() {
    sql(
        """
        CREATE TABLE lance.default.docs (id BIGINT NOT NULL, text STRING, embedding ARRAY<FLOAT>)
        TBLPROPERTIES ('primary_key' = 'id', 'vector.embedding' = '2', 'team' = 'search')""");
  }

  @Test
  void anInsertMergesOnTheKey() {
    createDocs();
    sql(
        "INSERT INTO lance.default.docs VALUES (1, 'one', array(1.5, 2)), (2, 'two', null)",
        "INSERT INTO lance.default.docs VALUES (2, 'zwei', array(0, 0)), (3, 'three', null)");

    assertEquals(
        "[[1,one,[1.5,2.0]], [2,zwei,[0.0,0.0]], [3,three,null]]",
        rows("SELECT id, text, embedding FROM lance.default.docs ORDER BY id"));
    assertEquals(
        "[[9,nine,null]]",
        sql(
            "INSERT OVERWRITE lance.default.docs VALUES (9, 'nine', null)",
            "SELECT * FROM lance.default.docs"));
    assertEquals(1, new Docs(spark, database).read().count());
  }

  /** Arrays are printed alike on every line. */
  private String rows(String query) {
    return sql(query)
        .replaceAll("(ArraySeq|WrappedArray|List)\\(([^)]*)\\)", "[$2]")
        .replaceAll("(\\d), (\\d)", "$1,$2");
  }

  @Test
  void whatIsSaidOfATableIsTrue() {
    createDocs();

    assertEquals("[[default,docs,false]]", sql("SHOW TABLES IN lance.default"));
    assertEquals("[[default]]", sql("SHOW NAMESPACES IN lance"));
    assertEquals(
        "[[id,bigint,null], [text,string,null], [embedding,array<float>,null]]",
        sql("DESCRIBE lance.default.docs"));
    String properties = sql("SHOW TBLPROPERTIES lance.default.docs");
    for (String property :
        List.of("[primary_key,id]", "[vector.embedding,2:float32]", "[team,search]")) {
      assertTrue(properties.contains(property), properties);
    }
    String statement = sql("SHOW CREATE TABLE lance.default.docs");
    assertTrue(statement.contains("USING lancedb"), statement);
    assertTrue(statement.contains("'primary_key' = 'id'"), statement);
  }

  @Test
  void aDatabaseIsItsOneNamespace() {
    createDocs();

    assertEquals("[[0]]", sql("USE lance", "SELECT count(*) FROM docs"));
    assertEquals("[[default,docs,false]]", sql("SHOW TABLES"));
    assertTrue(refusal("CREATE NAMESPACE lance.other").contains("one folder of tables"));
    Failure.of(() -> sql("SELECT * FROM lance.other.docs"))
        .cause(org.apache.spark.sql.AnalysisException.class);
  }

  @Test
  void aFolderThatHoldsNoTableIsNotListed() throws IOException {
    Files.createDirectories(database.table("empty"));
    Files.createDirectories(database.folder().resolve("other"));

    assertEquals("[]", sql("SHOW TABLES IN lance.default"));
  }

  @Test
  void aTableIsDroppedAndMadeAnew() {
    createDocs();
    sql("INSERT INTO lance.default.docs VALUES (1, 'one', null)");
    sql("DROP TABLE lance.default.docs");

    assertFalse(Files.exists(database.table("docs")));
    sql(
        "DROP TABLE IF EXISTS lance.default.docs",
        "CREATE TABLE IF NOT EXISTS lance.default.docs (key STRING) TBLPROPERTIES ('primary_key' = 'key')");
    assertEquals("[]", sql("SELECT * FROM lance.default.docs"));
    assertEquals(
        "[[a]]",
        sql(
            "CREATE TABLE IF NOT EXISTS lance.default.docs (other INT) TBLPROPERTIES ('primary_key' = 'other')",
            "INSERT INTO lance.default.docs VALUES ('a')",
            "SELECT * FROM lance.default.docs"));
    sql("DROP TABLE lance.default.docs PURGE");
    assertFalse(Files.exists(database.table("docs")));
  }

  @Test
  void aTableIsRenamed() {
    createDocs();
    sql(
        "INSERT INTO lance.default.docs VALUES (1, 'one', null)",
        "ALTER TABLE lance.default.docs RENAME TO default.papers",
        "INSERT INTO lance.default.papers VALUES (2, 'two', null)");

    assertEquals("[[default,papers,false]]", sql("SHOW TABLES IN lance.default"));
    assertEquals("[[2]]", sql("SELECT count(*) FROM lance.default.papers"));
  }

  @Test
  void aQueryMakesATableOrLeavesNothing() {
    sql(
        "CREATE TABLE lance.default.numbers TBLPROPERTIES ('primary_key' = 'id', 'team' = 'x') AS SELECT id, id * 2 AS twice FROM range(1000)");

    assertEquals("[[1000,999000]]", sql("SELECT count(*), sum(twice) FROM lance.default.numbers"));
    assertTrue(sql("SHOW TBLPROPERTIES lance.default.numbers").contains("[team,x]"));
    Failure.of(
        () ->
            sql(
                "CREATE TABLE lance.default.broken TBLPROPERTIES ('primary_key' = 'id') AS SELECT id, if(id = 999, raise_error('late'), id) AS n FROM range(1000)"));
    assertEquals("[[default,numbers,false]]", sql("SHOW TABLES IN lance.default"));
    assertFalse(Files.exists(database.table("broken")));
  }

  @Test
  void aQueryReplacesTheRowsOfATableOrNothing() {
    String replace =
        "CREATE OR REPLACE TABLE lance.default.numbers TBLPROPERTIES ('primary_key' = 'id') AS SELECT id, %s AS n FROM range(%d)";
    sql(replace.formatted("id", 10), replace.formatted("id + 1", 5));
    String before = sql("SELECT * FROM lance.default.numbers ORDER BY id");

    assertEquals("[[0,1], [1,2], [2,3], [3,4], [4,5]]", before);
    Failure.of(() -> sql(replace.formatted("if(id = 3, raise_error('late'), id)", 5)));
    assertEquals(before, sql("SELECT * FROM lance.default.numbers ORDER BY id"));
  }

  @Test
  void aTableIsReplacedByOneWithOtherColumnsInOneVersion() {
    createDocs();
    sql("INSERT INTO lance.default.docs VALUES (1, 'one', array(1, 2))");
    long before = new Docs(spark, database).table().version();
    String redefine =
        "REPLACE TABLE lance.default.docs TBLPROPERTIES ('primary_key' = 'name') AS SELECT %s AS name, array(cast(id AS FLOAT)) AS embedding FROM range(3)";
    Failure.of(() -> sql(redefine.formatted("if(id = 2, raise_error('late'), string(id))")));
    Failure twice = Failure.of(() -> sql(redefine.formatted("'same'")));
    assertTrue(twice.refusal().contains("is there twice"), twice::text);
    assertEquals("[[1,one]]", sql("SELECT id, text FROM lance.default.docs"));
    sql(
        redefine.formatted("concat('n', id)"),
        "INSERT INTO lance.default.docs VALUES ('n1', array(9)), ('n3', null)");

    assertEquals(
        "[[n0,0.0], [n1,9.0], [n2,2.0], [n3,null]]",
        sql("SELECT name, embedding[0] FROM lance.default.docs ORDER BY name"));
    assertEquals("[[name]]", sql("SELECT columns FROM lance.default.docs.indexes"));
    assertEquals(
        "[[1,one]]", sql("SELECT id, text FROM lance.default.docs VERSION AS OF " + before));
    assertFalse(sql("SHOW TBLPROPERTIES lance.default.docs").contains("[team,"));
    String vectors =
        "REPLACE TABLE lance.default.docs AS SELECT array(cast(id AS FLOAT)) AS embedding FROM range(0)";
    assertTrue(refusal(vectors).contains("embedding"));
    String maps = "REPLACE TABLE lance.default.docs AS SELECT map('a', 1) AS m";
    assertTrue(refusal(maps).contains("Drop the table first"));
    sql(
        "CREATE OR REPLACE TABLE lance.default.docs (at TIMESTAMP, n INT NOT NULL)",
        "INSERT INTO lance.default.docs VALUES (null, 1), (null, 1)");
    assertEquals("[[2]]", sql("SELECT count(*) FROM lance.default.docs"));
  }

  @Test
  void columnsAndPropertiesAreAltered() {
    createDocs();
    sql(
        "INSERT INTO lance.default.docs VALUES (1, 'one', null)",
        "ALTER TABLE lance.default.docs ADD COLUMNS (words INT, tags ARRAY<STRING>)",
        "INSERT INTO lance.default.docs VALUES (2, 'two', null, 7, array('a'))",
        "ALTER TABLE lance.default.docs RENAME COLUMN text TO body",
        "ALTER TABLE lance.default.docs DROP COLUMN embedding",
        "ALTER TABLE lance.default.docs SET TBLPROPERTIES ('owner_team' = 'b')",
        "ALTER TABLE lance.default.docs UNSET TBLPROPERTIES ('team')");

    assertEquals(
        "[[1,one,null,null], [2,two,7,a]]",
        sql("SELECT id, body, words, tags[0] FROM lance.default.docs ORDER BY id"));
    String properties = sql("SHOW TBLPROPERTIES lance.default.docs");
    assertTrue(properties.contains("[owner_team,b]") && !properties.contains("[team,"), properties);
    assertEquals(
        "[[1,uno]]",
        sql(
            "INSERT INTO lance.default.docs VALUES (1, 'uno', 1, null)",
            "SELECT id, body FROM lance.default.docs WHERE id = 1"));
  }

  @Test
  void commentsAreKept() {
    sql(
        "CREATE TABLE lance.default.docs (id BIGINT COMMENT 'the key', s STRUCT<a: INT COMMENT 'inner'>) COMMENT 'all docs' TBLPROPERTIES ('primary_key' = 'id')",
        "ALTER TABLE lance.default.docs ADD COLUMN n INT COMMENT 'a number'",
        "INSERT INTO lance.default.docs VALUES (1, null, 2)",
        "ALTER TABLE lance.default.docs ALTER COLUMN id COMMENT 'key'",
        "INSERT INTO lance.default.docs VALUES (1, struct(3), 4), (2, null, null)");

    assertEquals(
        "[[id,bigint,key], [s,struct<a:int>,null], [n,int,a number]]",
        sql("DESCRIBE lance.default.docs").replace(" COMMENT 'inner'", ""));
    assertEquals(
        "inner",
        ((StructType) spark.table("lance.default.docs").schema().apply("s").dataType())
            .apply("a")
            .getComment()
            .get());
    String extended = sql("DESCRIBE EXTENDED lance.default.docs");
    assertTrue(extended.contains("all docs"), extended);
    assertEquals("[[1,3], [2,null]]", sql("SELECT id, s.a FROM lance.default.docs ORDER BY id"));
    assertEquals(
        2,
        new Docs(spark, database)
            .reader()
            .schema("id BIGINT, s STRUCT<a: INT>, n INT")
            .load()
            .count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE lance.default.docs DROP COLUMN id|Cannot drop column 'id' of table 'docs'",
        "ALTER TABLE lance.default.docs RENAME COLUMN id TO key|Cannot rename column 'id'",
        "ALTER TABLE lance.default.docs ADD COLUMN first INT FIRST|Cannot add column 'first' at a position",
        "ALTER TABLE lance.default.docs ALTER COLUMN text FIRST|Cannot change the position",
        "ALTER TABLE lance.default.docs ALTER COLUMN id TYPE DECIMAL(30, 0)|Cannot change the type of column 'id'",
        "ALTER TABLE lance.default.docs SET TBLPROPERTIES ('primary_key' = 'text')|Cannot change the property 'primary_key'",
        "CREATE TABLE lance.default.t (id INT) TBLPROPERTIES ('primary_key' = 'id', 'when_matched' = 'merge')|'when_matched'",
        "ALTER TABLE lance.default.docs SET TBLPROPERTIES ('duplicate_keys' = 'last')|'sequence_column'",
        "CREATE TABLE lance.default.t (id INT) USING parquet TBLPROPERTIES ('primary_key' = 'id')|USING parquet",
        "CREATE TABLE lance.default.t (id INT) PARTITIONED BY (id) TBLPROPERTIES ('primary_key' = 'id')|no partitions",
        "CREATE TABLE lance.default.t (id INT, embedding ARRAY<FLOAT>) TBLPROPERTIES ('primary_key' = 'id')|vector.embedding",
        "CREATE TABLE lance.default.t (id DOUBLE) TBLPROPERTIES ('primary_key' = 'id')|'id'",
        "CREATE TABLE lance.default.t (id INT) TBLPROPERTIES ('primary_key' = 'other')|'other'",
        "CREATE TABLE lance.default.t (id INT, i INTERVAL YEAR) TBLPROPERTIES ('primary_key' = 'id')|'i'"
      })
  void whatCannotBeIsRefusedByName(String statement, String part) {
    createDocs();
    String message = refusal(statement);

    assertTrue(message.contains(part), message);
    assertEquals("[[default,docs,false]]", sql("SHOW TABLES IN lance.default"));
  }

  @Test
  void rowsAreDeletedByACondition() {
    createDocs();
    sql(
        "INSERT INTO lance.default.docs SELECT id, cast(id AS STRING), null FROM range(100)",
        "DELETE FROM lance.default.docs WHERE id % 2 = 0 OR text = '7'");

    assertEquals("[[49,99]]", sql("SELECT count(*), max(id) FROM lance.default.docs"));
    assertEquals(
        "[[49]]",
        sql(
            "DELETE FROM lance.default.docs WHERE text IS NULL",
            "SELECT count(*) FROM lance.default.docs"));
    assertEquals(
        "[[0]]",
        sql("TRUNCATE TABLE lance.default.docs", "SELECT count(*) FROM lance.default.docs"));
    assertEquals(
        "[[5,five]]",
        sql(
            "INSERT INTO lance.default.docs VALUES (5, 'five', null)",
            "DELETE FROM lance.default.docs WHERE id = 4",
            "SELECT id, text FROM lance.default.docs"));
  }

  @Test
  void anOlderVersionIsReadByNumberTagAndTime() {
    createDocs();
    sql("INSERT INTO lance.default.docs VALUES (1, 'one', null)");
    Docs docs = new Docs(spark, database);
    long version = docs.table().version();
    new NativeWriter(database.table(Docs.NAME))
        .change(dataset -> dataset.tags().create("first", version));
    sql("INSERT INTO lance.default.docs VALUES (2, 'two', null)");

    String count = "SELECT count(*) FROM lance.default.docs ";
    assertEquals("[[1]]", sql(count + "VERSION AS OF " + version));
    assertEquals("[[1]]", sql(count + "VERSION AS OF 'first'"));
    assertEquals("[[2]]", sql(count + "TIMESTAMP AS OF '2999-01-01 00:00:00'"));
    assertTrue(
        refusal(count + "TIMESTAMP AS OF '2001-01-01 00:00:00'").contains("its first version"));
    assertTrue(refusal(count + "VERSION AS OF 'none'").contains("no such tag"));
  }

  @Test
  void aTableTellsOfItself() {
    createDocs();
    sql(
        "INSERT INTO lance.default.docs SELECT id, 'x', null FROM range(10)",
        "INSERT INTO lance.default.docs SELECT id, 'y', null FROM range(7, 12)");
    Docs docs = new Docs(spark, database);
    long version = docs.table().version();
    new NativeWriter(database.table(Docs.NAME))
        .change(dataset -> dataset.tags().create("second", version));

    assertEquals(
        "[[upsert,spark-lancedb,10,0,0], [upsert,spark-lancedb,2,3,0]]",
        sql(
            "SELECT operation, writer, inserted, updated, deleted FROM lance.default.docs.versions WHERE inserted > 0 ORDER BY version"));
    assertEquals(
        "[[" + version + ",true]]",
        sql(
            "SELECT max(version), max(timestamp) <= current_timestamp() FROM lance.default.docs.versions"));
    assertEquals("[[second," + version + "]]", sql("SELECT * FROM lance.default.docs.tags"));
    assertEquals(
        "[[12,3,true]]",
        sql(
            "SELECT sum(rows), sum(deleted_rows), min(bytes) > 0 FROM lance.default.docs.fragments"));
    assertEquals("[[id]]", sql("SELECT columns FROM lance.default.docs.indexes"));
    Failure.of(() -> sql("SELECT * FROM lance.default.docs.nothing"))
        .cause(org.apache.spark.sql.AnalysisException.class);
    Failure.of(() -> sql("SELECT * FROM lance.default.none.versions"))
        .cause(org.apache.spark.sql.AnalysisException.class);
  }

  @Test
  void aQueryWithoutRowsMakesNoTableWithAVectorOfUnknownDimension() {
    String statement =
        "CREATE TABLE lance.default.empty TBLPROPERTIES (%s) AS SELECT id, array(cast(id AS FLOAT)) AS embedding FROM range(0)";

    assertTrue(refusal(statement.formatted("'primary_key' = 'id'")).contains("vector.embedding"));
    assertEquals("[]", sql("SHOW TABLES IN lance.default"));
    sql(statement.formatted("'primary_key' = 'id', 'vector.embedding' = '1'"));
    assertEquals("[]", sql("SELECT * FROM lance.default.empty"));
  }

  @Test
  void theFormatAndTheCatalogAreTheSameTable() {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(10).toDF());
    sql("INSERT INTO lance.default.docs VALUES (10), (3)");

    assertEquals(11, docs.read().count());
    assertEquals("[[11]]", sql("SELECT count(*) FROM lance.default.docs"));
  }

  @Test
  void aColumnThatIsNotNullTakesNoNull() {
    sql(
        "CREATE TABLE lance.default.strict (id BIGINT, n INT NOT NULL) TBLPROPERTIES ('primary_key' = 'id')",
        "INSERT INTO lance.default.strict VALUES (1, 10)");
    Failure.of(() -> sql("INSERT INTO lance.default.strict VALUES (2, cast(null AS INT))"));
    Failure.of(() -> sql("UPDATE lance.default.strict SET n = NULL"));
    Docs docs = new Docs(spark, database);
    Failure.of(
        () ->
            docs.writer(spark.sql("SELECT 2L AS id, cast(null AS INT) AS n"))
                .option("table_name", "strict")
                .save());

    assertFalse(spark.table("lance.default.strict").schema().apply("n").nullable());
    assertEquals("[[1,10]]", sql("SELECT * FROM lance.default.strict"));
    sql(
        "ALTER TABLE lance.default.strict ALTER COLUMN n DROP NOT NULL",
        "INSERT INTO lance.default.strict VALUES (2, null)");
    assertEquals("[[2]]", sql("SELECT count(*) FROM lance.default.strict"));
  }

  @Test
  void rowsThatMeetAConditionAreReplaced() {
    createDocs();
    sql(
        "INSERT INTO lance.default.docs VALUES (1, 'a', null), (2, 'a', null), (3, 'b', null), (4, null, null)",
        "INSERT INTO lance.default.docs REPLACE WHERE text = 'a' SELECT * FROM VALUES (2L, 'a2', null), (3L, 'moved', null), (5L, 'a', null) AS s(id, text, e)");

    assertEquals(
        "[[2,a2], [3,moved], [4,null], [5,a]]",
        sql("SELECT id, text FROM lance.default.docs ORDER BY id"));
    assertEquals(
        "[[1,2,1]]",
        sql(
            "SELECT inserted, updated, deleted FROM lance.default.docs.versions WHERE operation = 'replace where'"));
    String message =
        Failure.of(
                () ->
                    sql(
                        "INSERT INTO lance.default.docs REPLACE WHERE upper(text) = 'A' VALUES (9, 'x', null)"))
            .text();
    assertTrue(message.contains("does not support overwrite by expression"), message);
  }

  @Test
  void aPropertyOfTheTableIsTheDefaultOfItsWrites() {
    sql(
        "CREATE TABLE lance.default.first (id BIGINT, n INT) TBLPROPERTIES ('primary_key' = 'id', 'when_matched' = 'ignore')",
        "INSERT INTO lance.default.first VALUES (1, 10)",
        "INSERT INTO lance.default.first VALUES (1, 11), (2, 20)");
    assertEquals("[[1,10], [2,20]]", sql("SELECT * FROM lance.default.first ORDER BY id"));
    sql("UPDATE lance.default.first SET n = n + 1");
    assertEquals("[[1,11], [2,21]]", sql("SELECT * FROM lance.default.first ORDER BY id"));
    sql(
        "INSERT OVERWRITE lance.default.first VALUES (1, 12)",
        "ALTER TABLE lance.default.first SET TBLPROPERTIES ('when_matched' = 'update')",
        "INSERT INTO lance.default.first VALUES (1, 13)");
    assertEquals("[[1,13]]", sql("SELECT * FROM lance.default.first"));
  }

  @Test
  void rowsAreAddedToATableWithoutAKey() throws Exception {
    sql(
        "CREATE TABLE lance.default.events (at BIGINT, text STRING)",
        "INSERT INTO lance.default.events VALUES (1, 'a'), (1, 'a'), (null, 'n')",
        "INSERT INTO lance.default.events VALUES (1, 'a')");
    assertEquals("[[4]]", sql("SELECT count(*) FROM lance.default.events"));
    assertEquals(
        "[[append,3,0], [append,1,0]]",
        sql(
            "SELECT operation, inserted, updated FROM lance.default.events.versions WHERE inserted > 0 ORDER BY version"));
    sql(
        "INSERT INTO lance.default.events REPLACE WHERE at = 1 VALUES (7, 'x')",
        "CREATE TABLE lance.default.copy AS SELECT * FROM lance.default.events",
        "CREATE OR REPLACE TABLE lance.default.copy AS SELECT * FROM lance.default.copy WHERE at IS NOT NULL");
    assertEquals("[[null,n], [7,x]]", sql("SELECT * FROM lance.default.events ORDER BY at"));
    assertEquals("[[7,x]]", sql("SELECT * FROM lance.default.copy"));
    assertEquals(
        "[[8,y]]",
        sql(
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
        refusal("ALTER TABLE lance.default.copy SET TBLPROPERTIES ('when_matched' = 'oops')")
            .contains("'oops'"));
  }

  @Test
  void anOptionOfTheCatalogIsTheDefaultOfEveryQuery() {
    createDocs();
    spark.conf().set("spark.sql.catalog.strict", "io.sparklancedb.LanceDbCatalog");
    spark.conf().set("spark.sql.catalog.strict.db_uri", database.uri());
    spark.conf().set("spark.sql.catalog.strict.when_matched", "fail");
    sql("INSERT INTO strict.default.docs VALUES (1, 'one', null)");

    assertTrue(refusal("INSERT INTO strict.default.docs VALUES (1, 'uno', null)").contains("'1'"));
  }

  @ParameterizedTest
  @CsvSource({"table_name, docs, table_name", "db_url, x, db_uri", "version, 1, version"})
  void aWrongOptionOfTheCatalogIsRefused(String option, String value, String part) {
    spark.conf().set("spark.sql.catalog.wrong", "io.sparklancedb.LanceDbCatalog");
    spark.conf().set("spark.sql.catalog.wrong.db_uri", database.uri());
    spark.conf().set("spark.sql.catalog.wrong." + option, value);
    String message = refusal("SHOW TABLES IN wrong.default");

    assertTrue(message.contains(part), message);
  }
}
