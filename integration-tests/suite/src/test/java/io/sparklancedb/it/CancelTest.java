package io.sparklancedb.it;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.arrow.ArrowMemory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
@Tag("engine")
class CancelTest {
  private static final String GROUP = "to be cancelled";
  private static final Duration SHORT = Duration.ofSeconds(10);
  private static final long MANY = 400_000;

  /** Tasks run in this JVM. */
  private static CountDownLatch isSlow;

  private final ExecutorService user = Executors.newSingleThreadExecutor();

  @BeforeEach
  void newLatch() {
    isSlow = new CountDownLatch(2);
  }

  @AfterEach
  void end() {
    user.shutdownNow();
  }

  @ParameterizedTest(name = "T11: interrupting the tasks {0}")
  @ValueSource(booleans = {false, true})
  void t11ACancelledWriteStopsSoonAndChangesNothing(
      boolean interrupt, SparkSession spark, Database database) throws Exception {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 1_000, "old"));
    List<String> before = new FileTree(database.folder()).names();
    Dataset<Row> rows = rows(spark, MANY, "new");
    for (long inEachPartition : List.of(50_000L, 50_000 + MANY / 2)) {
      rows = Sabotage.at(inEachPartition, CancelTest::slowDown, rows);
    }
    Dataset<Row> slow = rows;
    Future<?> write = start(spark.sparkContext(), interrupt, () -> docs.overwrite(slow));
    assertTrue(isSlow.await(60, TimeUnit.SECONDS));
    spark.sparkContext().cancelJobGroup(GROUP);

    Failure failure = Failure.of(() -> write.get(SHORT.toSeconds(), TimeUnit.SECONDS));
    assertTrue(failure.text().contains("cancelled"), failure::text);
    FileTree files = new FileTree(database.folder());
    files.await(before);
    Poll.until("no memory is held", () -> ArrowMemory.allocatedBytes() == 0);
    assertEquals(1_000, docs.read().where("text = 'old'").count());
  }

  /** After a while the write is in native code more often than not. */
  @Test
  @Tag("soak")
  void t12InterruptedNativeCallsDoNoHarm(SparkSession spark, Database database) throws Exception {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, MANY, "0"));
    for (int i = 1; i <= 25; i++) {
      Dataset<Row> rows = rows(spark, MANY, Integer.toString(i));
      Future<?> write = start(spark.sparkContext(), true, () -> docs.append(rows));
      boolean committed = endsWithin(write, Duration.ofMillis(40L * i));
      if (!committed) {
        spark.sparkContext().cancelJobGroup(GROUP);
        endsWithin(write, SHORT.multipliedBy(3));
      }
      assertEquals(MANY, docs.read().count());
      assertEquals(1, docs.read().select("text").distinct().count());
    }
    Poll.until("no memory is held", () -> ArrowMemory.allocatedBytes() == 0);
    docs.append(rows(spark, MANY + 1, "last"));
    assertEquals(MANY + 1, docs.read().where("text = 'last'").count());
  }

  /** Returns whether it ended well; throws when it has not ended and the wait was long. */
  private static boolean endsWithin(Future<?> write, Duration longest) throws Exception {
    try {
      write.get(longest.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      return false;
    } catch (TimeoutException e) {
      if (longest.compareTo(SHORT) > 0) {
        throw e;
      }
      return false;
    }
  }

  private Future<?> start(SparkContext context, boolean interrupt, Runnable write) {
    return user.submit(
        () -> {
          context.setJobGroup(GROUP, GROUP, interrupt);
          write.run();
        });
  }

  /** From here on each row takes a while. */
  private static void slowDown(org.apache.spark.TaskContext task) {
    isSlow.countDown();
    while (!task.isInterrupted()) {
      LockSupport.parkNanos(1_000_000);
    }
    task.killTaskIfInterrupted();
  }

  private static Dataset<Row> rows(SparkSession spark, long count, String text) {
    return spark.range(0, count, 1, 2).select(col("id"), lit(text).as("text"));
  }
}
