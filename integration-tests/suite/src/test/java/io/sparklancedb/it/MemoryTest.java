package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.arrow.ArrowMemory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Memory outside of the heap comes back, whatever becomes of a write or a scan. */
@ExtendWith(SparkExtension.class)
class MemoryTest {
  private static final int ROWS = 16_384;

  /** Each write or scan holds some 8 MB of vectors: one in ten that leaked would show. */
  private static final long MOST_GROWTH_BYTES = 200L << 20;

  private static final long PAGE_BYTES = 4_096;
  private static final String GROUP = "to be killed";

  /** Tasks run in this JVM. */
  private static final Semaphore isWaiting = new Semaphore(0);

  @Test
  void x7FailedWritesGiveTheirMemoryBack(SparkSession spark, Database database) throws Exception {
    Docs docs = new Docs(spark, database);
    Dataset<Row> twice = rows(spark).selectExpr("id % " + (ROWS - 1) + " as id", "embedding");
    repeat(
        40,
        160,
        () ->
            assertTrue(Failure.of(() -> docs.append(twice)).refusal().contains("is there twice")));
    assertEquals(0, new FileTree(database.folder()).names().size());
  }

  @Test
  void x7WritesWhoseTasksFailGiveTheirMemoryBack(SparkSession spark, Database database)
      throws Exception {
    Docs docs = new Docs(spark, database);
    Dataset<Row> wrong =
        rows(spark).selectExpr("id", "if(id = " + (ROWS - 1) + ", array(1f), embedding) embedding");
    repeat(
        10,
        40,
        () -> assertTrue(Failure.of(() -> docs.append(wrong)).refusal().contains("1 values")));
  }

  @Test
  void x7KilledTasksGiveTheirMemoryBack(SparkSession spark, Database database) throws Exception {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark));
    List<String> before = new FileTree(database.folder()).names();
    Dataset<Row> waiting = Sabotage.at(ROWS - 1, MemoryTest::waitForTheEnd, rows(spark));
    repeat(
        10,
        40,
        () -> {
          isWaiting.drainPermits();
          Thread user = new Thread(() -> Failure.of(() -> overwrite(docs, waiting)));
          user.start();
          isWaiting.acquireUninterruptibly();
          spark.sparkContext().cancelJobGroup(GROUP);
          Poll.until("the job has ended", () -> !user.isAlive());
        });
    new FileTree(database.folder()).await(before);
    assertEquals(ROWS, docs.read().count());
  }

  private static void overwrite(Docs docs, Dataset<Row> rows) {
    docs.spark().sparkContext().setJobGroup(GROUP, GROUP, true);
    docs.overwrite(rows);
  }

  private static void waitForTheEnd(TaskContext task) {
    isWaiting.release();
    Poll.until("the task is killed", task::isInterrupted);
    task.killTaskIfInterrupted();
  }

  @Test
  void x7ScansThatAreLeftEarlyGiveTheirMemoryBack(SparkSession spark, Database database)
      throws Exception {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark));
    repeat(
        20,
        80,
        () -> {
          assertEquals(3, docs.read().limit(3).collectAsList().size());
          Iterator<Row> rows = docs.read().toLocalIterator();
          rows.next();
        });
  }

  /** Warms up, then looks for growth. */
  private static void repeat(int first, int then, Runnable action) throws IOException {
    for (int i = 0; i < first; i++) {
      action.run();
    }
    long before = nativeBytes();
    for (int i = 0; i < then; i++) {
      action.run();
    }
    Poll.until("no memory is held", () -> ArrowMemory.allocatedBytes() == 0);
    long growth = nativeBytes() - before;
    assertTrue(growth < MOST_GROWTH_BYTES, () -> "grew by " + (growth >> 20) + " MB");
  }

  /** What the process holds in memory beyond Java's heap. */
  private static long nativeBytes() throws IOException {
    String pages = Files.readString(Path.of("/proc/self/statm")).split(" ")[1];
    return Long.parseLong(pages) * PAGE_BYTES
        - ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
  }

  private static Dataset<Row> rows(SparkSession spark) {
    return spark
        .range(0, ROWS, 1, 2)
        .selectExpr("id", "array_repeat(cast(id as float), 128) as embedding");
  }
}
