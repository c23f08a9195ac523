package io.sparklancedb.it;

import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Writers that meet: Lance reports a conflict, and the later one commits on top of the earlier. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class ConflictTest {
  private static final int WRITERS = 4;
  private static final int WRITES_OF_EACH = 3;
  private static final int KEYS = 2_000;

  private final ExecutorService writers = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    writers.shutdownNow();
  }

  @Test
  void everyVersionHoldsTheRowsOfOneWriterWhenAllWriteTheSameKeys(
      SparkSession spark, Database database) throws Exception {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, KEYS, -1));
    long first = docs.table().version();
    runAll(
        WRITERS,
        writer -> {
          for (int i = 0; i < WRITES_OF_EACH; i++) {
            docs.append(rows(spark, 0, KEYS, writer * 100 + i));
          }
        });

    assertEquals(1 + WRITERS * WRITES_OF_EACH, docs.table().writes());
    for (long version = first; version <= docs.table().version(); version++) {
      assertEquals(
          List.of(RowFactory.create((long) KEYS, (long) KEYS, 1L)),
          docs.reader()
              .option("version", version)
              .load()
              .selectExpr("count(*)", "count(distinct id)", "count(distinct writer)")
              .collectAsList());
    }
  }

  @Test
  void c3c12NoKeyIsThereTwiceWhenWritersBringNewKeysThatOverlap(
      SparkSession spark, Database database) throws Exception {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, -10, 0, -1));
    runAll(
        WRITERS,
        writer -> {
          for (int i = 0; i < WRITES_OF_EACH; i++) {
            int from = i * KEYS + writer * KEYS / 4;
            docs.append(rows(spark, from, from + KEYS, writer));
          }
        });

    long keys = WRITES_OF_EACH * KEYS + (WRITERS - 1) * KEYS / 4;
    assertEquals(keys + 10, docs.read().count());
    assertEquals(keys + 10, docs.read().select("id").distinct().count());
    assertEquals(10, docs.read().where("writer = -1").count());
  }

  @Test
  void overwritesAndMergesThatMeetHaveAnOrder(SparkSession spark, Database database)
      throws Exception {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, KEYS, -1));
    runAll(
        2,
        writer -> {
          for (int i = 0; i < WRITES_OF_EACH; i++) {
            if (writer == 0) {
              docs.overwrite(rows(spark, 0, KEYS, 0));
            } else {
              docs.append(rows(spark, KEYS / 2, KEYS * 2, 1));
            }
          }
        });

    Dataset<Row> all = docs.read();
    assertEquals(all.count(), all.select("id").distinct().count());
    long merged = all.where("writer = 1").count();
    assertTrue(merged == 0 || merged == KEYS * 3 / 2, () -> merged + " merged");
    assertEquals(merged == 0 ? KEYS : KEYS / 2, all.where("writer = 0").count());
  }

  private void runAll(int count, Writer writer) throws Exception {
    List<Callable<Void>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      all.add(
          () -> {
            writer.write(number);
            return null;
          });
    }
    for (Future<Void> ended : writers.invokeAll(all)) {
      ended.get();
    }
  }

  private interface Writer {
    void write(int number);
  }

  private static Dataset<Row> rows(SparkSession spark, long from, long to, int writer) {
    return spark.range(from, to, 1, 2).withColumn("writer", lit(writer));
  }
}
