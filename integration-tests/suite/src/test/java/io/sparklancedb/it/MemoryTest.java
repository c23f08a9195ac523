package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.arrow.ArrowMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Memory outside of the heap comes back, whatever becomes of a write or a scan. */
@ExtendWith(SparkExtension.class)
@Tag("soak")
class MemoryTest {
  private static final int ROWS = 16_384;

  /** Each write or scan holds some 8 MB of vectors: one in ten that leaked would show. */
  private static final long MOST_GROWTH_BYTES = 200L << 20;

  private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+)-[0-9a-f]+ ");

  /** Compressed pointers reach 32 GB. */
  private static final long HEAP_END = 32L << 30;

  private static final String GROUP = "to be killed";

  /** Tasks run in this JVM. */
  private static final Semaphore isWaiting = new Semaphore(0);

  @Test
  void x7FailedWritesGiveTheirMemoryBack(SparkSession spark, Database database) throws Exception {
    Docs docs = new Docs(spark, database);
    Dataset<Row> twice = rows(spark).selectExpr("id % " + (ROWS - 1) + " as id", "embedding");
    repeat(
        160,
        () ->
            assertTrue(
                Failure.of(() -> docs.append(twice))
                    .refusal()
                    .contains("two of the rows have the primary key")));
    assertEquals(0, new FileTree(database.folder()).names().size());
  }

  @Test
  void x7WritesWhoseTasksFailGiveTheirMemoryBack(SparkSession spark, Database database)
      throws Exception {
    Docs docs = new Docs(spark, database);
    Dataset<Row> wrong =
        rows(spark).selectExpr("id", "if(id = " + (ROWS - 1) + ", array(1f), embedding) embedding");
    repeat(
        40, () -> assertTrue(Failure.of(() -> docs.append(wrong)).refusal().contains("1 values")));
  }

  @Test
  void x7KilledTasksGiveTheirMemoryBack(SparkSession spark, Database database) throws Exception {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark));
    List<String> before = new FileTree(database.folder()).names();
    Dataset<Row> waiting = Sabotage.at(ROWS - 1, MemoryTest::waitForTheEnd, rows(spark));
    repeat(
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
        80,
        () -> {
          assertEquals(3, docs.read().limit(3).collectAsList().size());
          Iterator<Row> rows = docs.read().toLocalIterator();
          rows.next();
        });
  }

  /**
   * What leaks grows in every round; what is only warming up, such as malloc's arenas, does not.
   */
  private static void repeat(int times, Runnable action) throws IOException {
    long growth = MOST_GROWTH_BYTES;
    for (int round = 0; round < 4 && growth >= MOST_GROWTH_BYTES; round++) {
      long before = nativeBytes();
      for (int i = 0; i < times; i++) {
        action.run();
      }
      Poll.until("no memory is held", () -> ArrowMemory.allocatedBytes() == 0);
      growth = nativeBytes() - before;
    }
    long grewBy = growth;
    assertTrue(grewBy < MOST_GROWTH_BYTES, () -> "grew by " + (grewBy >> 20) + " MB");
  }

  /** What the process holds in memory beyond Java's heap, which lies where short pointers reach. */
  private static long nativeBytes() throws IOException {
    long bytes = 0;
    boolean isHeap = false;
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      Matcher mapping = MAPPING.matcher(line);
      if (mapping.lookingAt()) {
        isHeap = Long.parseUnsignedLong(mapping.group(1), 16) < HEAP_END;
      } else if (!isHeap && line.startsWith("Rss:")) {
        bytes += Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    return bytes;
  }

  private static Dataset<Row> rows(SparkSession spark) {
    return spark
        .range(0, ROWS, 1, 2)
        .selectExpr("id", "array_repeat(cast(id as float), 128) as embedding");
  }
}
