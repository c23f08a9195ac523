package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Statements under settings of Spark that people have for other reasons. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class SparkSettingsTest {
  private SparkSession spark;
  private SqlCatalog catalog;

  @BeforeEach
  void makeTheTable(SparkSession session, Database database) {
    spark = session;
    catalog = SqlCatalog.of(session, database);
    catalog.sql(
        "CREATE TABLE lance.default.t (id BIGINT, c STRING) TBLPROPERTIES ('primary_key' = 'id')",
        "INSERT INTO lance.default.t VALUES (1, 'a'), (2, 'b'), (3, 'ä')");
  }

  private String rows() {
    return catalog.sql("SELECT * FROM lance.default.t ORDER BY id");
  }

  @Test
  @Tag("contract")
  void anOverwriteByPartitionsReplacesTheTableWhichHasNone() throws Exception {
    spark.conf().set("spark.sql.sources.partitionOverwriteMode", "dynamic");
    catalog.sql("INSERT OVERWRITE lance.default.t VALUES (7, 'x')");
    assertEquals("[[7,x]]", rows());

    spark.sql("SELECT 8L AS id, 'y' AS c").writeTo("lance.default.t").overwritePartitions();
    assertEquals("[[8,y]]", rows());
    spark.sql("SELECT 9L AS id, 'z' AS c").write().mode("overwrite").insertInto("lance.default.t");
    assertEquals("[[9,z]]", rows());
  }

  /** Other people's test suites run so. Spark 4.0 then refuses to compare text in Java's way. */
  @Test
  @Tag("contract")
  void textIsComparedInSparksTestMode() {
    System.setProperty("spark.testing", "true");
    try {
      assertEquals(
          "[[2], [3]]",
          catalog.sql("SELECT id FROM lance.default.t WHERE c IN ('ä', 'b', 'c') ORDER BY id"));
      assertEquals(
          "[[1,a], [3,ä]]",
          catalog.sql(
              "DELETE FROM lance.default.t WHERE c BETWEEN 'b' AND 'c'",
              "SELECT * FROM lance.default.t WHERE c LIKE '%' AND c > 'A' ORDER BY id"));
      assertEquals("[[a,ä]]", catalog.sql("SELECT min(c), max(c) FROM lance.default.t"));
    } finally {
      System.clearProperty("spark.testing");
    }
  }

  /** Spark 4.2 refuses to plan it with the setting's default. */
  @Test
  @Tag("contract")
  void aMergeTakesASourceThatIsAnotherEachTime() {
    spark.conf().set("spark.sql.optimizer.runtime.rowLevelOperationGroupFilter.enabled", "false");
    catalog.sql(
        "MERGE INTO lance.default.t t USING (SELECT id, uuid() AS u FROM range(8)) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET c = s.u WHEN NOT MATCHED THEN INSERT (id, c) VALUES (s.id, s.u)");

    assertEquals(
        "[[8,36]]", catalog.sql("SELECT count(DISTINCT c), min(length(c)) FROM lance.default.t"));
  }
}
