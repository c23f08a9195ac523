package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.ExplainMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What SQL must not do, show or reach. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class SafeStatementsTest {
  private static final String ROWS = "SELECT id, n FROM lance.default.docs %sORDER BY id";

  private SparkSession spark;
  private Database database;
  private SqlCatalog catalog;
  private NativeTable table;

  @BeforeEach
  void makeTheTable(SparkSession session, Database emptyDatabase) {
    spark = session;
    database = emptyDatabase;
    catalog = SqlCatalog.of(session, emptyDatabase);
    table = new Docs(session, emptyDatabase).table();
    catalog.sql(
        "CREATE TABLE lance.default.docs (id BIGINT, n INT) TBLPROPERTIES ('primary_key' = 'id')",
        "INSERT INTO lance.default.docs VALUES (1, 10), (2, 20)");
  }

  @Test
  void c10AnOlderVersionIsItselfOrGone() {
    long old = table.version();
    Dataset<Row> rows = spark.sql(ROWS.formatted("VERSION AS OF " + old + " WHERE n + 0 > 0 "));
    catalog.sql(
        "UPDATE lance.default.docs SET n = n + 1",
        "MERGE INTO lance.default.docs t USING (SELECT 1L AS id) s ON t.id = s.id WHEN MATCHED THEN DELETE");
    assertEquals("1,10; 2,20", SqlCatalog.text(rows));

    table.keepLatestVersionOnly();
    String gone = catalog.refusal(ROWS.formatted("VERSION AS OF " + old + " "));
    assertTrue(gone.contains("was cleaned up"), gone);
    assertEquals("[[2,21]]", catalog.sql(ROWS.formatted("")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"_rowid", "_rowaddr", "_distance"})
  void k6ALancesOwnNameIsNoColumn(String name) {
    long before = table.version();
    for (String statement :
        List.of(
            "CREATE TABLE lance.default.t (id BIGINT, %s BIGINT)",
            "CREATE TABLE lance.default.t AS SELECT 1 AS id, 2 AS %s",
            "CREATE OR REPLACE TABLE lance.default.docs AS SELECT 1 AS id, 2 AS %s",
            "ALTER TABLE lance.default.docs ADD COLUMN %s INT")) {
      String message = catalog.refusal(statement.formatted(name));
      assertTrue(message.contains("'" + name + "'"), message);
    }
    assertEquals("[[default,docs,false]]", catalog.sql("SHOW TABLES IN lance.default"));
    assertEquals(before, table.version());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO lance.default.docs VALUES (3, 30)",
        "INSERT OVERWRITE lance.default.docs VALUES (3, 30)",
        "INSERT INTO lance.default.docs REPLACE WHERE n = 10 VALUES (3, 30)",
        "UPDATE lance.default.docs SET n = 0",
        "DELETE FROM lance.default.docs WHERE n = 10",
        "DELETE FROM lance.default.docs WHERE n IN (SELECT n FROM lance.default.docs)",
        "MERGE INTO lance.default.docs t USING lance.default.docs s ON t.id = s.id WHEN MATCHED THEN DELETE",
        "CREATE TABLE lance.default.other AS SELECT * FROM lance.default.docs",
        "CREATE OR REPLACE TABLE lance.default.docs AS SELECT 'x' AS y",
        "TRUNCATE TABLE lance.default.docs"
      })
  void k7ToExplainIsNotToDo(String statement) {
    long before = table.version();
    for (String kind : List.of("", "EXTENDED", "FORMATTED", "COST", "CODEGEN")) {
      catalog.sql("EXPLAIN " + kind + " " + statement);
    }

    assertEquals(before, table.version());
    assertEquals(List.of(database.table(Docs.NAME).getFileName().toString()), names());
  }

  private List<String> names() {
    return new FileTree(database.folder())
        .names().stream().map(name -> name.split("/")[0]).distinct().toList();
  }

  @Test
  void k7APlanThatIsLookedAtAgainIsNotRunAgain() {
    long before = table.version();
    Dataset<Row> done = spark.sql("INSERT INTO lance.default.docs VALUES (3, 30)");
    done.queryExecution().executedPlan();
    done.queryExecution().explainString(ExplainMode.fromString("cost"));
    done.collectAsList();
    done.count();

    assertEquals(before + 1, table.version());
  }

  @Test
  void k8NamesAreAsSparksSettingSays() {
    catalog.sql(
        "CREATE TABLE lance.default.`a.b-c` (`the key` BIGINT, `select` INT) TBLPROPERTIES ('primary_key' = 'the key')",
        "INSERT INTO lance.default.`a.b-c` VALUES (1, 10), (2, 20)",
        "UPDATE lance.default.`a.b-c` SET `SELECT` = `select` + 1 WHERE `The Key` = 1",
        "DELETE FROM lance.default.`a.b-c` WHERE `THE KEY` = 2",
        "ALTER TABLE lance.default.`a.b-c` RENAME COLUMN `Select` TO `from`");
    assertEquals("[[1,11]]", catalog.sql("SELECT `the key`, `from` FROM lance.default.`a.b-c`"));

    spark.conf().set("spark.sql.caseSensitive", "true");
    for (String statement :
        List.of(
            "UPDATE lance.default.docs SET N = 1",
            "DELETE FROM lance.default.docs WHERE N = 10",
            "ALTER TABLE lance.default.docs DROP COLUMN N",
            "MERGE INTO lance.default.docs t USING lance.default.docs s ON t.ID = s.id WHEN MATCHED THEN DELETE")) {
      Failure.of(() -> catalog.sql(statement)).cause(AnalysisException.class);
    }
    catalog.sql(
        "ALTER TABLE lance.default.docs ADD COLUMN N INT",
        "UPDATE lance.default.docs SET N = n + 1");
    assertEquals(
        "[[1,10,11], [2,20,21]]",
        catalog.sql("SELECT id, n, N FROM lance.default.docs ORDER BY id"));
  }

  @Test
  void x1NoStatementShowsASecret() {
    spark.conf().set("spark.sql.catalog.hidden", "io.sparklancedb.LanceDbCatalog");
    spark.conf().set("spark.sql.catalog.hidden.db_uri", database.uri());
    spark.conf().set("spark.sql.catalog.hidden.storage_options.aws_session_token", "s3cr3t");
    String docs = "hidden.default.docs";
    List<String> told = new ArrayList<>();
    for (String statement :
        List.of(
            "SHOW TABLES IN hidden.default",
            "SHOW TBLPROPERTIES " + docs,
            "SHOW CREATE TABLE " + docs,
            "SHOW NAMESPACES IN hidden",
            "DESCRIBE NAMESPACE EXTENDED hidden.default",
            "DESCRIBE EXTENDED " + docs,
            "EXPLAIN EXTENDED SELECT * FROM " + docs + " WHERE n > 10",
            "EXPLAIN EXTENDED UPDATE " + docs + " SET n = 1",
            "EXPLAIN EXTENDED INSERT OVERWRITE " + docs + " VALUES (1, 1)",
            "EXPLAIN EXTENDED CREATE TABLE hidden.default.other AS SELECT * FROM " + docs,
            "SELECT * FROM " + docs + ".versions",
            "SELECT * FROM " + docs + ".fragments")) {
      told.add(catalog.sql(statement));
    }
    for (String statement :
        List.of(
            "ALTER TABLE " + docs + " DROP COLUMN id",
            "SELECT * FROM " + docs + " VERSION AS OF 99",
            "SELECT none FROM " + docs,
            "UPDATE " + docs + " SET id = 1")) {
      told.add(Failure.of(() -> catalog.sql(statement)).text());
    }

    told.forEach(text -> assertFalse(text.contains("s3cr3t"), text));
    assertEquals(List.of(), new FileTree(database.folder()).holding("s3cr3t"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "/abs", "a/b", "a\\\\b", "..", "a..b", "~", "%2e%2e%2fx", "ä"})
  void x2ATableIsNotReachedOutsideOfItsDatabase(String name) {
    String quoted = "lance.default.`" + name + "`";
    for (String statement :
        List.of(
            "CREATE TABLE %s (id INT)",
            "CREATE TABLE %s AS SELECT 1 AS id",
            "CREATE OR REPLACE TABLE %s AS SELECT 1 AS id",
            "SELECT * FROM %s",
            "DROP TABLE %s",
            "ALTER TABLE lance.default.docs RENAME TO default.`" + name + "`")) {
      Failure.of(() -> catalog.sql(statement.formatted(quoted)));
    }
    assertEquals("[[default,docs,false]]", catalog.sql("SHOW TABLES IN lance.default"));
    assertEquals(List.of("docs.lance"), names());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DELETE FROM few WHERE id = 1",
        "UPDATE few SET n = 1",
        "MERGE INTO few t USING lance.default.docs s ON t.id = s.id WHEN MATCHED THEN DELETE",
        "INSERT INTO few VALUES (3, 30)"
      })
  void x4AViewIsNotWritten(String statement) {
    catalog.sql("CREATE TEMPORARY VIEW few AS SELECT * FROM lance.default.docs WHERE n > 15");
    long before = table.version();
    Failure.of(() -> catalog.sql(statement));

    assertEquals(before, table.version());
  }
}
