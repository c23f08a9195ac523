package io.sparklancedb.it;

import static org.apache.spark.sql.functions.expr;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Spark's UI shows of a write. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class WriteMetricsTest {
  private static final long ROWS = 20_000;

  @Tag("contract")
  @Test
  void stageAndNodeSayHowManyRowsBytesAndFilesWereWritten(SparkSession spark, Database database)
      throws IOException {
    Docs docs = new Docs(spark, database);
    try (TaskCounts tasks = new TaskCounts(spark);
        WriteNode node = new WriteNode(spark)) {
      docs.append(spark.range(0, ROWS, 1, 2).withColumn("text", expr("repeat('text', 10)")));

      long bytes = bytes(docs);
      assertEquals(ROWS, tasks.await().rows());
      assertEquals(bytes, tasks.bytes());
      Map<String, Long> metrics = node.metrics();
      assertEquals(ROWS, metrics.get("rows written"));
      assertTrue(metrics.get("bytes written") >= ROWS * (Long.BYTES + 40), metrics::toString);
      if (!spark.version().startsWith("3.")) {
        assertEquals(2, metrics.get("files written"));
        assertEquals(bytes, metrics.get("bytes of the files written"));
      }
    }
  }

  @Test
  void theOutputOfAMergeIsWhatItsTasksWrote(SparkSession spark, Database database)
      throws IOException {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(0, 100, 1, 1).toDF());
    SqlCatalog.of(spark, database);
    long before = bytes(docs);
    try (TaskCounts tasks = new TaskCounts(spark);
        WriteNode node = new WriteNode(spark)) {
      spark.sql(
          "MERGE INTO lance.default.docs t USING (SELECT id FROM range(90, 110)) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *");

      assertEquals(20, node.metrics().get("rows written"));
      assertEquals(20, tasks.rows());
      assertEquals(bytes(docs) - before, tasks.bytes());
    }
  }

  private static long bytes(Docs docs) throws IOException {
    Path data = docs.table().folder().resolve("data");
    long bytes = 0;
    for (String file : docs.table().dataFiles()) {
      bytes += Files.size(data.resolve(file));
    }
    return bytes;
  }
}
