package io.sparklancedb.it;

import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people try that leads elsewhere, and what they are told. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class WrongWaysTest {
  private static final String NO_SINK =
      "Cannot write a stream with format 'lancedb': there is no streaming sink. Use foreachBatch, and in it write the batch as a DataFrame; with the options 'txn_app_id' and 'txn_version' (the batch's id) each batch is written once.";
  private static final String SESSION_CATALOG =
      "Cannot have a table USING lancedb in the catalog 'spark_catalog': LanceDB tables are in a database of their own. Set 'spark.sql.catalog.<name>' to 'io.sparklancedb.LanceDbCatalog' and 'spark.sql.catalog.<name>.db_uri' to the database, and write <name>.default.<table>; or read one table by CREATE TEMPORARY VIEW <view> USING lancedb OPTIONS (db_uri '...', table_name '...').";
  private static final String VERSION_OF_CATALOG =
      "Cannot use option '%s' on a table of a catalog: there SQL says which version is read. Write VERSION AS OF <number or tag> or TIMESTAMP AS OF <time> behind the table's name.";
  private static final String ADDRESS_OF_CATALOG =
      "Cannot use option '%s' on a table of a catalog: the catalog says where the table is and how it is reached. Leave it out.";

  private SparkSession spark;
  private Database database;
  private SqlCatalog catalog;
  private Docs docs;

  @BeforeEach
  void makeTheTable(SparkSession session, Database emptyDatabase) {
    spark = session;
    database = emptyDatabase;
    catalog = SqlCatalog.of(session, database);
    docs = new Docs(spark, database);
    catalog.sql(
        "CREATE TABLE lance.default.docs (id BIGINT, embedding ARRAY<FLOAT>) TBLPROPERTIES ('primary_key' = 'id', 'vector.embedding' = '2')",
        "INSERT INTO lance.default.docs VALUES (1, array(1, 2))");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE lance.default.t (id INT) TBLPROPERTIES ('primarykey' = 'id')|primarykey|lance.default.t|primary_key",
        "CREATE TABLE lance.default.t (id INT, e ARRAY<FLOAT>) TBLPROPERTIES ('vector_e' = '2')|vector_e|lance.default.t|vector.e",
        "CREATE TABLE lance.default.t TBLPROPERTIES ('Primary_Key' = 'id') AS SELECT 1 AS id|Primary_Key|lance.default.t|primary_key",
        "CREATE OR REPLACE TABLE lance.default.docs TBLPROPERTIES ('primary-key' = 'id') AS SELECT 1 AS id|primary-key|lance.default.docs|primary_key",
        "ALTER TABLE lance.default.docs SET TBLPROPERTIES ('whenmatched' = 'ignore', 'team' = 'search')|whenmatched|docs|when_matched",
        "ALTER TABLE lance.default.docs SET TBLPROPERTIES ('Index.embedding' = 'ivf_flat')|Index.embedding|docs|index.embedding"
      })
  void aPropertyThatIsNearlyOursIsRefused(
      String statement, String property, String table, String meant) {
    long version = docs.table().version();

    assertEquals(
        "Cannot keep the property '%s' of table '%s': it would have no effect, and is nearly '%s', which has one. Write '%s', or choose another name."
            .formatted(property, table, meant, meant),
        catalog.refusal(statement));
    assertEquals(version, docs.table().version());
    assertEquals("[[default,docs,false]]", catalog.sql("SHOW TABLES IN lance.default"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"commit_interval", "txn_app_id"})
  void anOptionOfOneWriteIsNoProperty(String option) {
    assertEquals(
        "Cannot keep the property '%s' of table 'docs': it would have no effect, since it is an option of one write. Give it to the write, such as with .option('%s', ...), or choose another name."
            .formatted(option, option),
        catalog.refusal(
            "ALTER TABLE lance.default.docs SET TBLPROPERTIES ('%s' = '10m')".formatted(option)));
  }

  @Test
  void aPropertyThatIsNobodysIsKept() {
    catalog.sql(
        "ALTER TABLE lance.default.docs SET TBLPROPERTIES ('team' = 'search', 'tag' = 'x')");

    assertEquals("[[tag,x]]", catalog.sql("SHOW TBLPROPERTIES lance.default.docs ('tag')"));
  }

  @Test
  @Tag("contract")
  void aStreamIsWrittenByForeachBatch() {
    spark.conf().set("spark.datasource.lancedb.db_uri", database.uri());
    spark.conf().set("spark.datasource.lancedb.table_name", Docs.NAME);
    spark.conf().set("spark.sql.streaming.checkpointLocation", database.uri());

    assertEquals(NO_SINK, Failure.of(() -> toTheTable().start()).refusal());
  }

  @Test
  void aStreamIsWrittenByForeachBatchWhereItsCheckpointsAreNamed() {
    assumeTrue(spark.version().startsWith("3."), "Spark 4 has the option in another class");
    DataStreamWriter<Row> writer = toTheTable().option("checkpointLocation", database.uri());

    assertEquals(NO_SINK, Failure.of(writer::start).refusal());
  }

  private DataStreamWriter<Row> toTheTable() {
    return spark.readStream().format("rate").load().writeStream().format("lancedb");
  }

  @Test
  @Tag("contract")
  void noStreamIsRead() {
    assertEquals(
        "Cannot read a stream with format 'lancedb': there is no streaming source. Read the table with spark.read.",
        Failure.of(() -> spark.readStream().format("lancedb").options(docs.address()).load())
            .refusal());
  }

  @Test
  @Tag("contract")
  void saveAsTableMakesAndReplacesATable() {
    spark
        .sql("SELECT 1L AS id, 'a' AS c")
        .write()
        .option("primary_key", "id")
        .saveAsTable("lance.default.t");
    spark.sql("SELECT 1L AS id, 'b' AS c").write().mode("append").saveAsTable("lance.default.t");
    assertEquals("[[1,b]]", catalog.sql("SELECT * FROM lance.default.t"));

    spark.sql("SELECT 2L AS id, 'c' AS c").write().mode("overwrite").saveAsTable("lance.default.t");
    assertEquals("[[2,c]]", catalog.sql("SELECT * FROM lance.t"));
    spark.sql("SELECT 3L AS id").write().format("lancedb").saveAsTable("lance.default.u");
    assertEquals("[[3]]", catalog.sql("SELECT * FROM lance.default.u"));
  }

  @Test
  @Tag("contract")
  void anotherSourceThatIsNamedIsRefused() {
    String message =
        "Cannot create table 'lance.default.t' with USING %s: the catalog holds LanceDB tables. Write USING lancedb, or leave it out.";
    assertEquals(
        message.formatted("orc"),
        Failure.of(
                () ->
                    spark
                        .sql("SELECT 1 AS id")
                        .write()
                        .format("orc")
                        .saveAsTable("lance.default.t"))
            .refusal());
    assertEquals(
        message.formatted("parquet"),
        catalog.refusal("CREATE TABLE lance.default.t USING parquet AS SELECT 1 AS id"));
    assertEquals(
        message.formatted("parquet"),
        catalog.refusal("CREATE TABLE lance.default.t (id INT) USING parquet"));
  }

  @ParameterizedTest
  @Tag("contract")
  @ValueSource(
      strings = {
        "CREATE TABLE kept (id INT) USING lancedb",
        "CREATE TABLE kept USING lancedb OPTIONS (db_uri '%s', table_name 'docs')",
        "CREATE TABLE kept USING lancedb AS SELECT 1 AS id"
      })
  void sparksOwnCatalogHoldsNoTable(String creation) {
    try {
      // Spark 3.5 does not ask before the table is used.
      assertEquals(
          SESSION_CATALOG,
          Failure.of(() -> catalog.sql(creation.formatted(database.uri()), "SELECT * FROM kept"))
              .refusal());
    } finally {
      catalog.sql("DROP TABLE IF EXISTS kept");
    }
  }

  @Test
  @Tag("contract")
  void aTemporaryViewReadsATable() {
    catalog.sql(
        "CREATE TEMPORARY VIEW seen USING lancedb OPTIONS (db_uri '%s', table_name 'docs')"
            .formatted(database.uri()));

    assertEquals("[[1]]", catalog.sql("SELECT id FROM seen"));
  }

  @Test
  void aCatalogWithoutADatabaseSaysWhichSettingIsMissing() {
    SqlCatalog.of(spark, "nowhere", Map.of());
    SqlCatalog.of(spark, "unserved", Map.of("namespace", "rest"));

    assertEquals(
        "Cannot use catalog 'nowhere': it does not say where its tables are. Set 'spark.sql.catalog.nowhere.db_uri' to the folder or object-store prefix of the database.",
        catalog.refusal("SHOW TABLES IN nowhere.default"));
    assertEquals(
        "Cannot use catalog 'unserved': it does not say where its tables are. Set 'spark.sql.catalog.unserved.namespace.uri' to the address of the REST server.",
        catalog.refusal("SHOW TABLES IN unserved.default"));
  }

  @Test
  @Tag("contract")
  void noNamespaceIsTheDefault() {
    assertEquals("[[1]]", catalog.sql("SELECT id FROM lance.docs"));
    assertEquals("[[default,docs,false]]", catalog.sql("SHOW TABLES IN lance"));
    assertEquals(
        "[[2]]",
        catalog.sql(
            "CREATE TABLE lance.t (id INT) TBLPROPERTIES ('primary_key' = 'id')",
            "INSERT INTO lance.t VALUES (1)",
            "ALTER TABLE lance.t ADD COLUMN more STRING",
            "ALTER TABLE lance.t RENAME TO u",
            "MERGE INTO lance.u t USING (SELECT 2 AS id) s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)",
            "DELETE FROM lance.u WHERE id = 1",
            "CREATE OR REPLACE TABLE lance.v AS SELECT id FROM lance.u",
            "SELECT id FROM lance.default.v"));
    assertEquals("[[true]]", catalog.sql("SELECT count(*) > 1 FROM lance.docs.versions"));
    assertEquals("[[true]]", catalog.sql("SELECT count(*) > 1 FROM lance.default.docs.versions"));
    catalog.sql("DROP TABLE lance.u", "DROP TABLE lance.v", "USE lance");
    assertEquals("[[default,docs,false]]", catalog.sql("SHOW TABLES"));
    assertEquals("[[1]]", catalog.sql("SELECT id FROM docs"));
    assertEquals("[]", catalog.sql("SHOW USER FUNCTIONS IN lance"));
    assertEquals(
        "[[25.0]]", catalog.sql("SELECT lance.system.l2_distance(array(3, 4), array(0, 0))"));
  }

  @ParameterizedTest
  @Tag("contract")
  @ValueSource(strings = {"lance.default.docs", "lance.default.docs.versions"})
  void noOptionNamesTheVersionOfACatalogTable(String table) {
    for (String option : List.of("version", "tag", "Timestamp")) {
      assertEquals(
          VERSION_OF_CATALOG.formatted(option),
          Failure.of(() -> spark.read().option(option, "1").table(table).collectAsList())
              .refusal());
    }
    assertEquals(
        ADDRESS_OF_CATALOG.formatted("table_name"),
        Failure.of(() -> spark.read().option("table_name", "t").table(table).collectAsList())
            .refusal());
  }

  /** Spark takes the options of a write in SQL from 4.0 on. */
  @ParameterizedTest
  @Tag("contract")
  @ValueSource(
      strings = {
        "INSERT INTO lance.default.docs WITH ('%s' = '1') VALUES (1, array(3, 4))",
        "SELECT * FROM lance.default.docs WITH ('%s' = '1')"
      })
  void noOptionOfAStatementNamesAnotherPlace(String statement) {
    assumeFalse(spark.version().startsWith("3."), "Spark 3.5 has no WITH");
    for (String option : List.of("db_uri", "table_name", "index_cache")) {
      assertEquals(
          ADDRESS_OF_CATALOG.formatted(option), catalog.refusal(statement.formatted(option)));
    }
    if (statement.startsWith("SELECT")) {
      assertEquals(
          VERSION_OF_CATALOG.formatted("version"), catalog.refusal(statement.formatted("version")));
    }
  }

  @Test
  void noOptionOfAWriteNamesAnotherPlace() {
    Dataset<Row> rows = spark.table("lance.default.docs");
    long version = docs.table().version();
    for (String option : List.of("db_uri", "table_name", "storage_options.region")) {
      String message = ADDRESS_OF_CATALOG.formatted(option);
      assertEquals(
          message,
          Failure.of(() -> rows.writeTo("lance.default.docs").option(option, "x").append())
              .refusal());
      assertEquals(
          message,
          Failure.of(
                  () -> rows.writeTo("lance.default.docs").option(option, "x").overwrite(lit(true)))
              .refusal());
      assertEquals(
          message,
          Failure.of(() -> rows.writeTo("lance.default.other").option(option, "x").create())
              .refusal());
    }
    assertEquals(version, docs.table().version());
    assertEquals("[[default,docs,false]]", catalog.sql("SHOW TABLES IN lance.default"));
  }

  /** Of {@code docs.versions} a namespace may have a table. */
  @Test
  void aTableOfANamespaceComesBeforeWhatATableTells() {
    catalog.sql("SELECT 1");
    SqlCatalog.of(spark, "nested", Map.of("db_uri", database.uri(), "namespace", "dir"));
    assertEquals("[[true]]", catalog.sql("SELECT count(*) > 1 FROM nested.docs.versions"));
    assertEquals(
        "[[7]]",
        catalog.sql(
            "CREATE NAMESPACE nested.docs",
            "CREATE TABLE nested.docs.versions AS SELECT 7 AS id",
            "SELECT * FROM nested.docs.versions"));
    assertEquals("[[true]]", catalog.sql("SELECT count(*) > 1 FROM nested.default.docs.versions"));
    assertEquals("[[default,docs,false]]", catalog.sql("SHOW TABLES IN nested"));
    assertTrue(catalog.sql("SHOW NAMESPACES IN nested").contains("docs"));
  }
}
