package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nested namespaces, in the folder and of a server. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class NamespacesTest {
  private static final String SECRET = "s3cr3t-api-key";
  private static final String A_MERGE =
      """
      MERGE INTO lance.a.b.t USING (SELECT * FROM VALUES (2L, 'zwei'), (4L, 'vier') AS s(id, text)) s
      ON t.id = s.id WHEN MATCHED THEN UPDATE SET text = s.text WHEN NOT MATCHED THEN INSERT *""";

  private SparkSession spark;
  private Database database;
  private NamespaceServer server;
  private SqlCatalog catalog;

  @BeforeEach
  void serveTheDatabase(SparkSession session, Database emptyDatabase) {
    spark = session;
    database = emptyDatabase;
    server = NamespaceServer.start(database.uri(), Map.of());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void use(String namespace) {
    Map<String, String> rest =
        Map.of("namespace.uri", server.uri(), "namespace.header.x-api-key", SECRET);
    catalog =
        SqlCatalog.of(
            spark, "lance", namespace.equals("rest") ? rest : Map.of("db_uri", database.uri()));
    spark.conf().set("spark.sql.catalog.lance.namespace", namespace);
  }

  /** With a table {@code a.b.t} of two rows. */
  private void useWithATable(String namespace) {
    use(namespace);
    catalog.sql(
        "CREATE NAMESPACE lance.a",
        "CREATE NAMESPACE lance.a.b",
        "CREATE TABLE lance.a.b.t (id BIGINT, text STRING) TBLPROPERTIES ('primary_key' = 'id')",
        "INSERT INTO lance.a.b.t VALUES (1, 'one'), (2, 'two')");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dir", "rest"})
  void namespacesAreMadeToldOfAndDropped(String namespace) {
    use(namespace);
    catalog.sql(
        "CREATE NAMESPACE lance.a COMMENT 'all' WITH PROPERTIES ('team' = 'search')",
        "CREATE NAMESPACE lance.a.b",
        "CREATE NAMESPACE IF NOT EXISTS lance.a.b",
        "CREATE NAMESPACE lance.a.b.c");

    assertEquals("[[default], [a]]", catalog.sql("SHOW NAMESPACES IN lance"));
    assertEquals("[[a.b]]", catalog.sql("SHOW NAMESPACES IN lance.a"));
    assertEquals("[]", catalog.sql("SHOW NAMESPACES IN lance.default"));
    String described = catalog.sql("DESCRIBE NAMESPACE EXTENDED lance.a");
    assertTrue(described.contains("[Comment,all]"), described);
    assertTrue(described.contains("((team,search))"), described);
    Failure.of(() -> catalog.sql("CREATE NAMESPACE lance.a")).cause(AnalysisException.class);
    Failure.of(() -> catalog.sql("DROP NAMESPACE lance.a")).cause(AnalysisException.class);
    Failure.of(() -> catalog.sql("SHOW NAMESPACES IN lance.x")).cause(AnalysisException.class);
    Failure.of(() -> catalog.sql("SHOW TABLES IN lance.x")).cause(AnalysisException.class);
    Failure.of(() -> catalog.sql("DESCRIBE NAMESPACE lance.x")).cause(AnalysisException.class);
    catalog.sql(
        "DROP NAMESPACE lance.a.b.c",
        "DROP NAMESPACE IF EXISTS lance.a.b.c",
        "DROP NAMESPACE lance.a.b");
    assertEquals("[]", catalog.sql("SHOW NAMESPACES IN lance.a"));
  }

  @ParameterizedTest
  @Tag("planner")
  @ValueSource(strings = {"dir", "rest"})
  void aTableLivesInANamespace(String namespace) {
    useWithATable(namespace);
    catalog.sql(
        "INSERT INTO lance.a.b.t VALUES (2, 'deux'), (3, 'trois')",
        "UPDATE lance.a.b.t SET text = 'un' WHERE id = 1",
        A_MERGE,
        "DELETE FROM lance.a.b.t WHERE id = 3");

    assertEquals(
        "[[1,un], [2,zwei], [4,vier]]", catalog.sql("SELECT * FROM lance.a.b.t ORDER BY id"));
    assertEquals("[[b,t,false]]", catalog.sql("SHOW TABLES IN lance.a.b").replace("a.b", "b"));
    assertEquals("[]", catalog.sql("SHOW TABLES IN lance.a"));
    assertEquals(
        "[[2]]",
        catalog.sql(
            "SELECT count(*) FROM lance.a.b.t VERSION AS OF "
                + version("operation = 'upsert' AND inserted = 2")));
    assertEquals("[[id]]", catalog.sql("SELECT columns FROM lance.a.b.t.indexes"));
    assertEquals(
        "[[2,x]]",
        catalog.sql(
            "ALTER TABLE lance.a.b.t ADD COLUMN more STRING",
            "INSERT OVERWRITE lance.a.b.t VALUES (2, 'two', 'x')",
            "SELECT id, more FROM lance.a.b.t"));
    assertFalse(folders().contains(".spark-lancedb"));
    Failure.of(() -> catalog.sql("SELECT * FROM lance.a.b.none")).cause(AnalysisException.class);
    Failure.of(() -> catalog.sql("SELECT * FROM lance.a.none.t")).cause(AnalysisException.class);
    Failure.of(() -> catalog.sql("CREATE TABLE lance.a.b.t (id INT)"))
        .cause(AnalysisException.class);
    Failure.of(() -> catalog.sql("CREATE TABLE lance.a.none.t (id INT)"))
        .cause(AnalysisException.class);
    catalog.sql("DROP TABLE lance.a.b.t", "DROP TABLE IF EXISTS lance.a.b.t");
    assertEquals(List.of(), server.declared("a", "b"));
    assertEquals(List.of("__manifest"), folders());
  }

  private String version(String condition) {
    return catalog
        .sql("SELECT min(version) FROM lance.a.b.t.versions WHERE " + condition)
        .replaceAll("\\D", "");
  }

  /** Of tables, and what else lies in the database's folder. */
  private List<String> folders() {
    return Stream.of(database.folder().toFile().list()).sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dir", "rest"})
  void aQueryMakesATableAndReplacesIt(String namespace) {
    useWithATable(namespace);
    catalog.sql(
        "CREATE TABLE lance.a.u TBLPROPERTIES ('primary_key' = 'id') AS SELECT * FROM lance.a.b.t",
        "CREATE OR REPLACE TABLE lance.a.b.t AS SELECT id + 1 AS id FROM lance.a.b.t",
        "CREATE OR REPLACE TABLE lance.a.b.v AS SELECT * FROM lance.a.u WHERE id = 2");

    assertEquals("[[1,one], [2,two]]", catalog.sql("SELECT * FROM lance.a.u ORDER BY id"));
    assertEquals("[[2], [3]]", catalog.sql("SELECT * FROM lance.a.b.t ORDER BY id"));
    assertEquals("[[2,two]]", catalog.sql("SELECT * FROM lance.a.b.v"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dir", "rest"})
  void aFailedQueryLeavesNothing(String namespace) {
    useWithATable(namespace);
    List<String> before = folders();
    Sabotage.at(50, Sabotage.failure(task -> true), spark.range(100).toDF())
        .createOrReplaceTempView("failing");
    for (String start :
        List.of(
            "CREATE TABLE lance.a.b.u",
            "CREATE TABLE lance.default.u",
            "CREATE OR REPLACE TABLE lance.a.b.u",
            "CREATE OR REPLACE TABLE lance.a.b.t")) {
      Failure.of(
              () ->
                  catalog.sql(
                      start + " TBLPROPERTIES ('primary_key' = 'id') AS SELECT id FROM failing"))
          .cause(org.apache.spark.SparkException.class);
    }
    String vectors = "CREATE TABLE lance.a.b.u (id INT, embedding ARRAY<FLOAT>)";
    assertTrue(catalog.refusal(vectors).contains("vector.embedding"));

    assertEquals(List.of("t"), server.declared("a", "b"));
    assertEquals(List.of(), server.declared());
    assertEquals(before, folders());
    assertEquals("[[2]]", catalog.sql("SELECT count(*) FROM lance.a.b.t"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dir", "rest"})
  void theRootIsTheFlatFolder(String namespace) throws IOException {
    SqlCatalog.of(spark, "flat", Map.of("db_uri", database.uri()));
    use(namespace);
    Files.createDirectories(database.table("empty"));
    catalog.sql(
        "CREATE TABLE flat.default.old AS SELECT id FROM range(3)",
        "CREATE TABLE lance.default.new AS SELECT id FROM range(4)",
        "INSERT INTO lance.default.old VALUES (3)");

    assertEquals(
        "[[default,new,false], [default,old,false]]", catalog.sql("SHOW TABLES IN lance.default"));
    assertEquals(
        "[[4,4]]",
        catalog.sql(
            "SELECT (SELECT count(*) FROM flat.default.new), count(*) FROM lance.default.old"));
    catalog.sql("DROP TABLE lance.default.old", "DROP TABLE lance.default.new");
    assertEquals("[]", catalog.sql("SHOW TABLES IN flat.default"));
    assertEquals(List.of("__manifest", "empty.lance"), folders());
  }

  @ParameterizedTest
  @ValueSource(strings = {"dir", "rest"})
  void whatOtherClientsMakeIsThere(String namespace) {
    use(namespace);
    catalog.sql("CREATE NAMESPACE lance.a");
    server.create("a", "others");
    server.declare("a", "declared");

    assertEquals("[[a,others,false]]", catalog.sql("SHOW TABLES IN lance.a"));
    assertEquals(
        "[[7]]",
        catalog.sql("INSERT INTO lance.a.others VALUES (7)", "SELECT * FROM lance.a.others"));
    Failure.of(() -> catalog.sql("SELECT * FROM lance.a.declared")).cause(AnalysisException.class);
    assertEquals(
        "[[1]]",
        catalog.sql(
            "CREATE TABLE lance.a.declared AS SELECT 1 AS id", "SELECT * FROM lance.a.declared"));
    catalog.sql("CREATE NAMESPACE lance.a.b");
    server.declare("a", "b", "declared");
    catalog.sql("DROP NAMESPACE lance.a CASCADE");
    assertEquals("[[default]]", catalog.sql("SHOW NAMESPACES IN lance"));
    assertEquals(List.of("__manifest"), folders());
  }

  @ParameterizedTest
  @ValueSource(strings = {"dir", "rest"})
  void whatCannotBeIsRefusedByName(String namespace) {
    useWithATable(namespace);
    Map<String, String> refusals =
        Map.of(
            "ALTER TABLE lance.a.b.t RENAME TO a.u",
            "Cannot rename table 'a.b.t' to 'a.u': ",
            "ALTER TABLE lance.a.b.t DROP COLUMN id",
            "Cannot drop column 'id' of table 't'",
            "ALTER NAMESPACE lance.a SET PROPERTIES ('team' = 'b')",
            "Cannot alter namespace 'lance.a'",
            "CREATE NAMESPACE lance.x.y",
            "parent namespace 'x'",
            "CREATE NAMESPACE lance.a.`c$d`",
            "Cannot create namespace 'lance.a.c$d'",
            "CREATE NAMESPACE lance.default.x",
            "below 'default' there is none",
            "CREATE NAMESPACE lance.c LOCATION '/tmp'",
            "with LOCATION",
            "CREATE TABLE lance.a.`x$y` (id INT)",
            "Cannot use table name 'x$y'",
            "DROP NAMESPACE lance.default",
            "it is the root");
    refusals.forEach(
        (statement, part) -> {
          String message = catalog.refusal(statement);
          assertTrue(message.contains(part), message);
        });

    assertEquals("[[default], [a]]", catalog.sql("SHOW NAMESPACES IN lance"));
    assertEquals("[[2]]", catalog.sql("SELECT count(*) FROM lance.a.b.t"));
  }

  @ParameterizedTest
  @CsvSource({
    "folder, db_uri, DB, namespace.uri, x, 'namespace.uri'",
    "dir, db_uri, DB, namespace.root, x, 'namespace.root'",
    "dir, db_uri, DB, namespace.storage.key, x, 'namespace.storage.key'",
    "rest, db_uri, DB, namespace.uri, http://127.0.0.1:1, 'db_uri'",
    "rest, namespace.delimiter, $, namespace.header.a, b, namespace.uri",
    "hive, db_uri, DB, batch_size, 1, 'hive'"
  })
  void optionsThatDoNotFitAreRefused(
      String namespace, String key, String value, String other, String otherValue, String part) {
    SqlCatalog wrong =
        SqlCatalog.of(
            spark,
            "wrong",
            Map.of(
                "namespace",
                namespace,
                key,
                value.replace("DB", database.uri()),
                other,
                otherValue));
    String message = wrong.refusal("SHOW TABLES IN wrong.default");

    assertTrue(message.contains(part), message);
  }

  @Test
  void theFormatHasNoNamespaces() {
    Docs docs = new Docs(spark, database);
    String message =
        Failure.of(() -> docs.reader().option("namespace.uri", SECRET).load().count()).refusal();

    assertTrue(message.contains("how a catalog names its tables"), message);
    assertFalse(message.contains(SECRET), message);
  }

  @Test
  void namespacesThatAServerCannotReadAreNotTakenForNone() throws IOException {
    SqlCatalog.of(spark, "maker", Map.of("db_uri", database.uri(), "namespace", "dir"))
        .sql("CREATE NAMESPACE maker.a");
    damageTheList();
    server.close();
    server = NamespaceServer.start(database.uri(), Map.of());
    use("rest");

    assertEquals(
        "Cannot list the namespaces: the namespaces in the REST server of 'namespace.uri' are turned off, or their table '__manifest' cannot be read. Turn them on, or restore that table; the driver's log has what Lance said of it.",
        catalog.refusal("SHOW NAMESPACES IN lance"));
  }

  @Test
  void namespacesThatCannotBeReadAreNotTakenForNone() throws IOException {
    useWithATable("dir");
    damageTheList();
    for (String statement :
        List.of(
            "SHOW NAMESPACES IN lance",
            "SHOW TABLES IN lance.a.b",
            "SELECT * FROM lance.a.b.t",
            "CREATE NAMESPACE lance.c")) {
      String message = catalog.refusal(statement);
      assertTrue(message.contains("table '__manifest' cannot be read"), message);
    }
  }

  private void damageTheList() throws IOException {
    try (Stream<Path> files = Files.list(database.folder().resolve("__manifest/_versions"))) {
      for (Path file : files.toList()) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }
  }

  @Test
  void versionsThatTheNamespaceManagesAreRefused() {
    try (NamespaceServer managing =
        NamespaceServer.start(database.uri(), Map.of("table_version_tracking_enabled", "true"))) {
      catalog =
          SqlCatalog.of(
              spark, "lance", Map.of("namespace", "rest", "namespace.uri", managing.uri()));
      catalog.sql("CREATE NAMESPACE lance.a");
      managing.create("a", "t");

      assertTrue(catalog.refusal("SELECT * FROM lance.a.t").contains("manages the versions"));
      assertTrue(
          catalog.refusal("CREATE TABLE lance.a.u (id INT)").contains("manages the versions"));
      assertEquals(List.of("t"), managing.declared("a"));
    }
  }

  @Test
  void nothingThatIsToldHoldsASecret() {
    useWithATable("rest");
    StringBuilder told = new StringBuilder();
    for (String statement :
        List.of(
            "DESCRIBE NAMESPACE EXTENDED lance.a",
            "DESCRIBE EXTENDED lance.a.b.t",
            "SHOW TBLPROPERTIES lance.a.b.t",
            "SHOW CREATE TABLE lance.a.b.t",
            "EXPLAIN EXTENDED SELECT * FROM lance.a.b.t WHERE id = 1",
            "EXPLAIN EXTENDED INSERT INTO lance.a.b.t VALUES (1, 'x')",
            "SET -v",
            "SET")) {
      told.append(catalog.sql(statement));
    }
    server.close();
    told.append(Failure.of(() -> catalog.sql("SELECT * FROM lance.a.b.t")).text());

    assertTrue(told.indexOf("namespace.header.x-api-key") > 0, told::toString);
    assertTrue(told.indexOf("Cannot find table 'a.b.t'") > 0, told::toString);
    assertFalse(told.toString().contains(SECRET), told::toString);
  }
}
