package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the catalog can do on Spark 4 alone. */
@ExtendWith(SparkExtension.class)
@Tag("contract")
class Spark4CatalogTest {
  private SparkSession spark;
  private Database database;
  private SqlCatalog catalog;
  private Docs docs;

  @BeforeEach
  void useTheDatabase(SparkSession session, Database emptyDatabase) {
    assumeFalse(session.version().startsWith("3."), "Spark 3.5 has no procedures");
    spark = session;
    database = emptyDatabase;
    docs = new Docs(spark, database);
    catalog = SqlCatalog.of(session, database, "io.sparklancedb.spark4.Spark4LanceDbCatalog");
    sql("CREATE TABLE lance.default.docs (id BIGINT, n INT) TBLPROPERTIES ('primary_key' = 'id')");
    sql("INSERT INTO lance.default.docs VALUES (1, 10), (2, 20)");
  }

  private String sql(String statement) {
    return catalog.sql(statement);
  }

  @Test
  void proceduresTagAndRestoreVersions() {
    long version = docs.table().version();
    sql("CALL lance.system.tag('docs', 'good', " + version + ")");
    sql("DELETE FROM lance.default.docs WHERE id = 1");

    String count = "SELECT count(*) FROM lance.default.docs";
    assertEquals("[[2]]", sql(count + " VERSION AS OF 'good'"));
    assertEquals("[[1]]", sql(count));
    sql("CALL lance.system.restore(version => " + version + ", table => 'lance.default.docs')");
    assertEquals("[[2]]", sql(count));
    sql("CALL lance.system.untag('default.docs', 'good')");
    assertEquals("[]", sql("SELECT * FROM lance.default.docs.tags"));
  }

  @Test
  void whatIsCachedOfATableShowsTheRestoredVersion() {
    long version = docs.table().version();
    sql("INSERT INTO lance.default.docs VALUES (3, 30)");
    sql("CACHE TABLE lance.default.docs");
    sql("CACHE TABLE counted AS SELECT count(*) FROM lance.default.docs");
    assertEquals("[[3]]", sql("SELECT * FROM counted"));
    sql("CALL lance.system.restore('docs', " + version + ")");

    assertEquals("[[1], [2]]", sql("SELECT id FROM lance.default.docs ORDER BY id"));
    assertEquals("[[2]]", sql("SELECT * FROM counted"));
    sql("UNCACHE TABLE counted");
    sql("UNCACHE TABLE lance.default.docs");
  }

  @Test
  void functionsStandBesideTheProcedures() {
    sql("CALL lance.system.tag('docs', 'first', 1)");

    assertEquals("[[25.0]]", sql("SELECT lance.system.l2_distance(array(3, 4), array(0, 0))"));
    assertEquals(
        "[[lance.system.l2_distance]]", sql("SHOW USER FUNCTIONS IN lance.system LIKE 'l2*'"));
  }

  @Test
  void proceduresFindTablesOfNestedNamespaces() {
    spark.conf().set("spark.sql.catalog.nested", "io.sparklancedb.spark4.Spark4LanceDbCatalog");
    spark.conf().set("spark.sql.catalog.nested.db_uri", database.uri());
    spark.conf().set("spark.sql.catalog.nested.namespace", "dir");
    String count =
        catalog.sql(
            "CREATE NAMESPACE nested.a",
            "CREATE TABLE nested.a.t AS SELECT id FROM range(3)",
            "CALL nested.system.tag('a.t', 'good', 1)",
            "CALL nested.system.tag('nested.default.docs', 'old', 1)",
            "DELETE FROM nested.a.t",
            "SELECT count(*) FROM nested.a.t VERSION AS OF 'good'");

    assertEquals("[[3]]", count);
    assertEquals("[[old,1]]", sql("SELECT * FROM lance.default.docs.tags"));
    String message = catalog.refusal("CALL nested.system.tag('a.none', 'good', 1)");
    assertTrue(message.contains("Cannot read table 'a.none'"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CALL lance.system.restore('docs', 99)|Cannot read version 99",
        "CALL lance.system.restore('none', 1)|Cannot read table 'none'",
        "CALL lance.system.restore('docs', cast(null AS BIGINT))|'version' = NULL",
        "CALL lance.system.untag('docs', 'none')|there is no such tag",
        "CALL lance.system.vacuum('docs')|there is no such procedure"
      })
  void aCallThatCannotBeIsRefused(String statement, String part) {
    String message = catalog.refusal(statement);

    assertTrue(message.contains(part), message);
    assertEquals("[[2]]", sql("SELECT count(*) FROM lance.default.docs"));
  }

  @Test
  void aConstraintNamesThePrimaryKey() {
    assumeFalse(spark.version().startsWith("4.0"), "Spark 4.0 has no constraints");
    sql("CREATE TABLE lance.default.keyed (id BIGINT PRIMARY KEY, n INT)");
    sql("INSERT INTO lance.default.keyed VALUES (1, 10)");
    sql("INSERT INTO lance.default.keyed VALUES (1, 11), (2, 20)");

    assertEquals("[[1,11], [2,20]]", sql("SELECT * FROM lance.default.keyed ORDER BY id"));
    for (String wrong :
        List.of(
            "CREATE TABLE lance.default.t (a INT, b INT, PRIMARY KEY (a, b))",
            "CREATE TABLE lance.default.t (a INT, CHECK (a > 0))",
            "CREATE TABLE lance.default.t (a INT PRIMARY KEY, b INT) TBLPROPERTIES ('primary_key' = 'b')")) {
      String message = catalog.refusal(wrong);
      assertTrue(message.contains("Leave"), message);
    }
    assertEquals(
        "[[default,docs,false], [default,keyed,false]]", sql("SHOW TABLES IN lance.default"));
  }
}
