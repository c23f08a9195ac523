package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables by name: SQL, from the creation of a table to its end. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class CatalogTest {
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
  void anInsertMergesOnTheKey() {
    catalog.createDocs();
    catalog.sql(
        "INSERT INTO lance.default.docs VALUES (1, 'one', array(1.5, 2)), (2, 'two', null)",
        "INSERT INTO lance.default.docs VALUES (2, 'zwei', array(0, 0)), (3, 'three', null)");

    assertEquals(
        "[[1,one,[1.5,2.0]], [2,zwei,[0.0,0.0]], [3,three,null]]",
        rows("SELECT id, text, embedding FROM lance.default.docs ORDER BY id"));
    assertEquals(
        "[[9,nine,null]]",
        catalog.sql(
            "INSERT OVERWRITE lance.default.docs VALUES (9, 'nine', null)",
            "SELECT * FROM lance.default.docs"));
    assertEquals(1, new Docs(spark, database).read().count());
  }

  /** Spark fills what an {@code INSERT} leaves out with null from 4.1 on. */
  @Test
  @Tag("contract")
  void anInsertThatDoesNotNameAllColumnsIsAsSparkHasIt() {
    catalog.createDocs();
    String insert = "INSERT INTO lance.default.docs (id, text) VALUES (1, 'one')";
    if (spark.version().compareTo("4.1") < 0) {
      String text = Failure.of(() -> catalog.sql(insert)).text();
      assertTrue(text.contains("CANNOT_FIND_DATA"), text);
      assertEquals("[[0]]", catalog.sql("SELECT count(*) FROM lance.default.docs"));
    } else {
      assertEquals("[[1,one,null]]", catalog.sql(insert, "SELECT * FROM lance.default.docs"));
    }
  }

  /** Arrays are printed alike on every line. */
  private String rows(String query) {
    return catalog
        .sql(query)
        .replaceAll("(ArraySeq|WrappedArray|List)\\(([^)]*)\\)", "[$2]")
        .replaceAll("(\\d), (\\d)", "$1,$2");
  }

  @Test
  @Tag("contract")
  void whatIsSaidOfATableIsTrue() {
    catalog.createDocs();

    assertEquals("[[default,docs,false]]", catalog.sql("SHOW TABLES IN lance.default"));
    assertEquals("[[default]]", catalog.sql("SHOW NAMESPACES IN lance"));
    assertEquals(
        "[[id,bigint,null], [text,string,null], [embedding,array<float>,null]]",
        catalog.sql("DESCRIBE lance.default.docs"));
    String properties = catalog.sql("SHOW TBLPROPERTIES lance.default.docs");
    for (String property :
        List.of("[primary_key,id]", "[vector.embedding,2:float32]", "[team,search]")) {
      assertTrue(properties.contains(property), properties);
    }
    String statement = catalog.sql("SHOW CREATE TABLE lance.default.docs");
    assertTrue(statement.contains("USING lancedb"), statement);
    assertTrue(statement.contains("'primary_key' = 'id'"), statement);
  }

  @Test
  void aDatabaseIsItsOneNamespace() {
    catalog.createDocs();

    assertEquals("[[0]]", catalog.sql("USE lance", "SELECT count(*) FROM docs"));
    assertEquals("[[default,docs,false]]", catalog.sql("SHOW TABLES"));
    assertTrue(catalog.refusal("CREATE NAMESPACE lance.other").contains("one folder of tables"));
    Failure.of(() -> catalog.sql("SELECT * FROM lance.other.docs"))
        .cause(org.apache.spark.sql.AnalysisException.class);
  }

  @Test
  void aFolderThatHoldsNoTableIsNotListed() throws IOException {
    Files.createDirectories(database.table("empty"));
    Files.createDirectories(database.folder().resolve("other"));

    assertEquals("[]", catalog.sql("SHOW TABLES IN lance.default"));
  }

  @Test
  @Tag("contract")
  void aTableIsDroppedAndMadeAnew() {
    catalog.createDocs();
    catalog.sql("INSERT INTO lance.default.docs VALUES (1, 'one', null)");
    catalog.sql("DROP TABLE lance.default.docs");

    assertFalse(Files.exists(database.table("docs")));
    catalog.sql(
        "DROP TABLE IF EXISTS lance.default.docs",
        "CREATE TABLE IF NOT EXISTS lance.default.docs (key STRING) TBLPROPERTIES ('primary_key' = 'key')");
    assertEquals("[]", catalog.sql("SELECT * FROM lance.default.docs"));
    assertEquals(
        "[[a]]",
        catalog.sql(
            "CREATE TABLE IF NOT EXISTS lance.default.docs (other INT) TBLPROPERTIES ('primary_key' = 'other')",
            "INSERT INTO lance.default.docs VALUES ('a')",
            "SELECT * FROM lance.default.docs"));
    catalog.sql("DROP TABLE lance.default.docs PURGE");
    assertFalse(Files.exists(database.table("docs")));
  }

  @Test
  void aTableIsRenamed() {
    catalog.createDocs();
    catalog.sql(
        "INSERT INTO lance.default.docs VALUES (1, 'one', null)",
        "ALTER TABLE lance.default.docs RENAME TO default.papers",
        "INSERT INTO lance.default.papers VALUES (2, 'two', null)");

    assertEquals("[[default,papers,false]]", catalog.sql("SHOW TABLES IN lance.default"));
    assertEquals("[[2]]", catalog.sql("SELECT count(*) FROM lance.default.papers"));
  }

  @Test
  @Tag("contract")
  void columnsAndPropertiesAreAltered() {
    catalog.createDocs();
    catalog.sql(
        "INSERT INTO lance.default.docs VALUES (1, 'one', null)",
        "ALTER TABLE lance.default.docs ADD COLUMNS (words INT, tags ARRAY<STRING>)",
        "INSERT INTO lance.default.docs VALUES (2, 'two', null, 7, array('a'))",
        "ALTER TABLE lance.default.docs RENAME COLUMN text TO body",
        "ALTER TABLE lance.default.docs DROP COLUMN embedding",
        "ALTER TABLE lance.default.docs SET TBLPROPERTIES ('owner_team' = 'b')",
        "ALTER TABLE lance.default.docs UNSET TBLPROPERTIES ('team')");

    assertEquals(
        "[[1,one,null,null], [2,two,7,a]]",
        catalog.sql("SELECT id, body, words, tags[0] FROM lance.default.docs ORDER BY id"));
    String properties = catalog.sql("SHOW TBLPROPERTIES lance.default.docs");
    assertTrue(properties.contains("[owner_team,b]") && !properties.contains("[team,"), properties);
    assertEquals(
        "[[1,uno]]",
        catalog.sql(
            "INSERT INTO lance.default.docs VALUES (1, 'uno', 1, null)",
            "SELECT id, body FROM lance.default.docs WHERE id = 1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE lance.default.docs DROP COLUMN id|Cannot drop column 'id' of table 'docs'",
        "ALTER TABLE lance.default.docs RENAME COLUMN id TO key|Cannot rename column 'id'",
        "ALTER TABLE lance.default.docs ADD COLUMN first INT FIRST|Leave FIRST or AFTER out",
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
    catalog.createDocs();
    String message = catalog.refusal(statement);

    assertTrue(message.contains(part), message);
    assertEquals("[[default,docs,false]]", catalog.sql("SHOW TABLES IN lance.default"));
  }

  @Test
  @Tag("contract")
  void rowsAreDeletedByACondition() {
    catalog.createDocs();
    catalog.sql(
        "INSERT INTO lance.default.docs SELECT id, cast(id AS STRING), null FROM range(100)",
        "DELETE FROM lance.default.docs WHERE id % 2 = 0 OR text = '7'");

    assertEquals("[[49,99]]", catalog.sql("SELECT count(*), max(id) FROM lance.default.docs"));
    assertEquals(
        "[[49]]",
        catalog.sql(
            "DELETE FROM lance.default.docs WHERE text IS NULL",
            "SELECT count(*) FROM lance.default.docs"));
    assertEquals(
        "[[0]]",
        catalog.sql(
            "TRUNCATE TABLE lance.default.docs", "SELECT count(*) FROM lance.default.docs"));
    assertEquals(
        "[[5,five]]",
        catalog.sql(
            "INSERT INTO lance.default.docs VALUES (5, 'five', null)",
            "DELETE FROM lance.default.docs WHERE id = 4",
            "SELECT id, text FROM lance.default.docs"));
  }

  @Test
  @Tag("contract")
  void anOlderVersionIsReadByNumberTagAndTime() {
    catalog.createDocs();
    catalog.sql("INSERT INTO lance.default.docs VALUES (1, 'one', null)");
    Docs docs = new Docs(spark, database);
    long version = docs.table().version();
    new NativeWriter(database.table(Docs.NAME))
        .change(dataset -> dataset.tags().create("first", version));
    catalog.sql("INSERT INTO lance.default.docs VALUES (2, 'two', null)");

    String count = "SELECT count(*) FROM lance.default.docs ";
    assertEquals("[[1]]", catalog.sql(count + "VERSION AS OF " + version));
    assertEquals("[[1]]", catalog.sql(count + "VERSION AS OF 'first'"));
    assertEquals("[[2]]", catalog.sql(count + "TIMESTAMP AS OF '2999-01-01 00:00:00'"));
    assertTrue(
        catalog
            .refusal(count + "TIMESTAMP AS OF '2001-01-01 00:00:00'")
            .contains("its first version"));
    assertTrue(catalog.refusal(count + "VERSION AS OF 'none'").contains("no such tag"));
  }

  @Test
  @Tag("contract")
  void aTableTellsOfItself() {
    catalog.createDocs();
    catalog.sql(
        "INSERT INTO lance.default.docs SELECT id, 'x', null FROM range(10)",
        "INSERT INTO lance.default.docs SELECT id, 'y', null FROM range(7, 12)");
    Docs docs = new Docs(spark, database);
    long version = docs.table().version();
    new NativeWriter(database.table(Docs.NAME))
        .change(dataset -> dataset.tags().create("second", version));

    assertEquals(
        "[[upsert,spark-lancedb,10,0,0], [upsert,spark-lancedb,2,3,0]]",
        catalog.sql(
            "SELECT operation, writer, inserted, updated, deleted FROM lance.default.docs.versions WHERE inserted > 0 ORDER BY version"));
    assertEquals(
        "[[" + version + ",true]]",
        catalog.sql(
            "SELECT max(version), max(timestamp) <= current_timestamp() FROM lance.default.docs.versions"));
    assertEquals(
        "[[second," + version + "]]", catalog.sql("SELECT * FROM lance.default.docs.tags"));
    assertEquals(
        "[[12,3,true]]",
        catalog.sql(
            "SELECT sum(rows), sum(deleted_rows), min(bytes) > 0 FROM lance.default.docs.fragments"));
    assertEquals("[[id]]", catalog.sql("SELECT columns FROM lance.default.docs.indexes"));
    Failure.of(() -> catalog.sql("SELECT * FROM lance.default.docs.nothing"))
        .cause(org.apache.spark.sql.AnalysisException.class);
    Failure.of(() -> catalog.sql("SELECT * FROM lance.default.none.versions"))
        .cause(org.apache.spark.sql.AnalysisException.class);
  }

  @Test
  void theFormatAndTheCatalogAreTheSameTable() {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(10).toDF());
    catalog.sql("INSERT INTO lance.default.docs VALUES (10), (3)");

    assertEquals(11, docs.read().count());
    assertEquals("[[11]]", catalog.sql("SELECT count(*) FROM lance.default.docs"));
  }

  @Test
  @Tag("contract")
  void rowsThatMeetAConditionAreReplaced() {
    catalog.createDocs();
    catalog.sql(
        "INSERT INTO lance.default.docs VALUES (1, 'a', null), (2, 'a', null), (3, 'b', null), (4, null, null)",
        "INSERT INTO lance.default.docs REPLACE WHERE text = 'a' SELECT * FROM VALUES (2L, 'a2', null), (3L, 'moved', null), (5L, 'a', null) AS s(id, text, e)");

    assertEquals(
        "[[2,a2], [3,moved], [4,null], [5,a]]",
        catalog.sql("SELECT id, text FROM lance.default.docs ORDER BY id"));
    assertEquals(
        "[[1,2,1]]",
        catalog.sql(
            "SELECT inserted, updated, deleted FROM lance.default.docs.versions WHERE operation = 'replace where'"));
    String message =
        Failure.of(
                () ->
                    catalog.sql(
                        "INSERT INTO lance.default.docs REPLACE WHERE upper(text) = 'A' VALUES (9, 'x', null)"))
            .text();
    assertTrue(message.contains("does not support overwrite by expression"), message);
  }

  @Test
  void aPropertyOfTheTableIsTheDefaultOfItsWrites() {
    catalog.sql(
        "CREATE TABLE lance.default.first (id BIGINT, n INT) TBLPROPERTIES ('primary_key' = 'id', 'when_matched' = 'ignore')",
        "INSERT INTO lance.default.first VALUES (1, 10)",
        "INSERT INTO lance.default.first VALUES (1, 11), (2, 20)");
    assertEquals("[[1,10], [2,20]]", catalog.sql("SELECT * FROM lance.default.first ORDER BY id"));
    catalog.sql("UPDATE lance.default.first SET n = n + 1");
    assertEquals("[[1,11], [2,21]]", catalog.sql("SELECT * FROM lance.default.first ORDER BY id"));
    catalog.sql(
        "INSERT OVERWRITE lance.default.first VALUES (1, 12)",
        "ALTER TABLE lance.default.first SET TBLPROPERTIES ('when_matched' = 'update')",
        "INSERT INTO lance.default.first VALUES (1, 13)");
    assertEquals("[[1,13]]", catalog.sql("SELECT * FROM lance.default.first"));
  }

  @Test
  void anOptionOfTheCatalogIsTheDefaultOfEveryQuery() {
    catalog.createDocs();
    spark.conf().set("spark.sql.catalog.strict", "io.sparklancedb.LanceDbCatalog");
    spark.conf().set("spark.sql.catalog.strict.db_uri", database.uri());
    spark.conf().set("spark.sql.catalog.strict.when_matched", "fail");
    catalog.sql("INSERT INTO strict.default.docs VALUES (1, 'one', null)");

    assertTrue(
        catalog.refusal("INSERT INTO strict.default.docs VALUES (1, 'uno', null)").contains("'1'"));
  }

  @ParameterizedTest
  @CsvSource({"table_name, docs, table_name", "db_url, x, db_uri", "version, 1, version"})
  void aWrongOptionOfTheCatalogIsRefused(String option, String value, String part) {
    spark.conf().set("spark.sql.catalog.wrong", "io.sparklancedb.LanceDbCatalog");
    spark.conf().set("spark.sql.catalog.wrong.db_uri", database.uri());
    spark.conf().set("spark.sql.catalog.wrong." + option, value);
    String message = catalog.refusal("SHOW TABLES IN wrong.default");

    assertTrue(message.contains(part), message);
  }
}
