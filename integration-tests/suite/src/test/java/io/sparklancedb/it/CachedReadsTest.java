package io.sparklancedb.it;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.LanceDb;
import io.sparklancedb.client.TableHandle;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Spark has cached of a table shows what this application does to it, by whichever way. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class CachedReadsTest {
  private static final String TABLE = "lance.default.docs";

  private SparkSession spark;
  private Docs docs;
  private SqlCatalog catalog;
  private Map<String, Dataset<Row>> cached;

  @BeforeEach
  void cacheEachRead(SparkSession spark, Database database) {
    this.spark = spark;
    docs = new Docs(spark, database);
    catalog = SqlCatalog.of(spark, database);
    docs.append(rows(0, 10));
    cached = new LinkedHashMap<>();
    cached.put("loaded", docs.read());
    cached.put("with options", docs.reader().option("batch_size", "100").load());
    cached.put("named", spark.table(TABLE));
    docs.read().createOrReplaceTempView("docs_view");
    cached.put("view", spark.sql("SELECT id, n FROM docs_view WHERE n >= 0"));
    cached.put("query", spark.sql("SELECT id, n FROM " + TABLE + " WHERE n >= 0"));
    cached.values().forEach(read -> assertEquals(10, read.cache().count()));
  }

  @AfterEach
  void uncache() {
    cached.values().forEach(Dataset::unpersist);
  }

  @Test
  @Tag("planner")
  void aStatementRefreshesAllOfThem() {
    catalog.sql("INSERT INTO " + TABLE + " VALUES (10, 10)");
    assertCached("[0,0] [1,1] [2,2] [3,3] [4,4] [5,5] [6,6] [7,7] [8,8] [9,9] [10,10]");
    catalog.sql("DELETE FROM " + TABLE + " WHERE id > 2");
    assertCached("[0,0] [1,1] [2,2]");
    catalog.sql("DELETE FROM " + TABLE + " WHERE n IN (SELECT n FROM " + TABLE + " WHERE id = 1)");
    assertCached("[0,0] [2,2]");
    catalog.sql("UPDATE " + TABLE + " SET n = 7 WHERE id = 0");
    assertCached("[0,7] [2,2]");
    catalog.sql(
        "MERGE INTO %s t USING (SELECT 2L AS id) s ON t.id = s.id WHEN MATCHED THEN DELETE"
            .formatted(TABLE));
    assertCached("[0,7]");
    catalog.sql("INSERT OVERWRITE " + TABLE + " SELECT id + 1, n FROM " + TABLE);
    assertCached("[1,7]");
    catalog.sql("CREATE OR REPLACE TABLE " + TABLE + " AS SELECT 5L AS id, 6L AS n");
    assertCached("[5,6]");
    catalog.sql("TRUNCATE TABLE " + TABLE);
    assertCached("");
  }

  @Test
  @Tag("planner")
  void aDataFrameRefreshesAllOfThem() throws Exception {
    docs.append(rows(9, 11).withColumn("n", lit(0L)));
    assertCached("[0,0] [1,1] [2,2] [3,3] [4,4] [5,5] [6,6] [7,7] [8,8] [9,0] [10,0]");
    docs.overwrite(rows(0, 2));
    assertCached("[0,0] [1,1]");
    docs.writer(rows(2, 3)).save();
    assertCached("[0,0] [1,1] [2,2]");
    rows(3, 4).writeTo(TABLE).append();
    assertCached("[0,0] [1,1] [2,2] [3,3]");
    rows(4, 5).writeTo(TABLE).overwrite(col("id").lt(2));
    assertCached("[2,2] [3,3] [4,4]");
    rows(6, 7).writeTo(TABLE).overwritePartitions();
    assertCached("[6,6]");
  }

  /** It would write the rows that the cache had before. */
  @Test
  void aStatementWritesNoStaleRows() {
    catalog.sql("UPDATE " + TABLE + " SET n = 100 WHERE id = 0");
    docs.append(docs.read().where("id < 2").withColumn("n", col("n").plus(1)));
    catalog.sql("INSERT INTO " + TABLE + " SELECT id + 20, n FROM " + TABLE + " WHERE id < 2");
    docs.overwrite(docs.read().where("n > 100 OR id = 1"));

    assertCached("[0,101] [1,2] [20,101]");
  }

  @Test
  @Tag("planner")
  void restoringInTheJvmRefreshesAllOfThem() throws InterruptedException {
    TableHandle table =
        LanceDb.connect(docs.database().uri(), Map.of(), Duration.ZERO).openTable(Docs.NAME);
    long before = table.version();
    catalog.sql("DELETE FROM " + TABLE + " WHERE id > 0");
    assertCached("[0,0]");
    Thread other = new Thread(() -> table.restore(before));
    other.start();
    other.join();

    assertCached("[0,0] [1,1] [2,2] [3,3] [4,4] [5,5] [6,6] [7,7] [8,8] [9,9]");
  }

  @Test
  void aChangeInAnotherSessionRefreshesAllOfThem() {
    SparkSession other = spark.newSession();
    SqlCatalog.of(other, docs.database()).sql("DELETE FROM " + TABLE + " WHERE id > 0");
    assertCached("[0,0]");
    SparkSession.setActiveSession(spark);
  }

  @Test
  void whatReadsAVersionStaysAsItIs() {
    Dataset<Row> fixed = docs.reader().option("version", docs.table().version()).load().cache();
    assertEquals(10, fixed.count());
    catalog.sql("DELETE FROM " + TABLE + " WHERE id > 0");

    assertEquals(10, fixed.count());
    assertCached("[0,0]");
    fixed.unpersist();
  }

  private void assertCached(String expected) {
    cached.forEach(
        (name, read) -> {
          List<Row> rows = read.select("id", "n").sort("id").collectAsList();
          assertEquals(expected, String.join(" ", rows.stream().map(Row::toString).toList()), name);
        });
  }

  private Dataset<Row> rows(long from, long until) {
    return spark.range(from, until).selectExpr("id", "id AS n");
  }
}
