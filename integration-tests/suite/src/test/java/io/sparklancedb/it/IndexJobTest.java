package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** B-Trees of large tables are built and folded in tasks. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class IndexJobTest {
  private static final String FORCED = "io.sparklancedb.index";

  @AutoClose private static final LanceDbClient CLIENT = LanceDbClient.start();

  private SparkSession spark;
  private Docs docs;
  private SqlCatalog catalog;

  @BeforeEach
  void buildInTasks(SparkSession session, Database database) {
    spark = session;
    docs = new Docs(session, database);
    catalog = SqlCatalog.of(session, database);
    System.setProperty(FORCED, "tasks");
  }

  @AfterEach
  void leaveTheChoiceToTheRule() {
    System.clearProperty(FORCED);
  }

  private Dataset<Row> rows(long from, long to, String text) {
    return spark.range(from, to, 1, 3).selectExpr("id", "id % 7 AS n", "'" + text + "' AS text");
  }

  private List<String> indexJobs(Runnable action) {
    return JobDescriptions.during(spark, action).stream()
        .filter(job -> job.contains("index"))
        .toList();
  }

  private String indexes() {
    return catalog.sql("SELECT name, rows FROM lance.default.docs.indexes ORDER BY name");
  }

  private static List<String> build(String index, Docs docs) {
    String what = "the index %s of %s".formatted(index, docs.database().table(Docs.NAME));
    return List.of("Build parts of " + what, "Merge the parts of " + what);
  }

  @Test
  @Tag("contract")
  void theKeysBTreeIsBuiltInPartsAndFoldedByATask() {
    assertEquals(build("id_idx", docs), indexJobs(() -> docs.append(rows(0, 3_000, "old"))));
    assertEquals("[[id_idx,3000]]", indexes());

    assertEquals(
        List.of("Fold rows into the index id_idx of " + docs.database().table(Docs.NAME)),
        indexJobs(() -> docs.append(rows(2_000, 4_000, "new"))));
    assertEquals("[[id_idx,4000]]", indexes());
    assertEquals(
        "1999,old; 2000,new; 3999,new",
        SqlCatalog.text(
            docs.read()
                .where("id IN (1999, 2000, 3999, 4000)")
                .select("id", "text")
                .orderBy("id")));
  }

  @Test
  void anOverwriteAndAPropertyBuildThemInTasksAsWell() {
    docs.append(rows(0, 1_000, "old"));
    assertEquals(build("id_idx", docs), indexJobs(() -> docs.overwrite(rows(500, 2_000, "new"))));
    assertEquals("[[id_idx,1500]]", indexes());

    assertEquals(
        build("n_idx", docs),
        indexJobs(
            () ->
                catalog.sql(
                    "ALTER TABLE lance.default.docs SET TBLPROPERTIES ('index.n' = 'btree', 'index.text' = 'bitmap')")));
    assertEquals("[[id_idx,1500], [n_idx,1500], [text_idx,1500]]", indexes());
    assertEquals(215, docs.read().where("n = 3").count());
  }

  @Test
  void theClientFindsRowsThroughAnIndexInPartsAndCompactsIt() {
    docs.append(rows(0, 3_000, "old"));
    LanceDbClientTable table = CLIENT.table(docs.database(), Docs.NAME);

    String plan = table.explainPlan("id = 7");
    assertTrue(plan.contains("ScalarIndexQuery"), plan);
    assertEquals("old", table.rows("id = 2999").get(0).get("text").asText());
    table.delete("id % 3 = 0");
    table.optimize();
    assertEquals(0, table.rows("id = 2997").size());
    assertEquals(1, table.rows("id = 2998").size());
    docs.append(rows(2_990, 3_500, "new"));
    assertEquals("new", table.rows("id = 2998").get(0).get("text").asText());
    assertEquals(2_000 + 3 + 500, table.count());
  }
}
