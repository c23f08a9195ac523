package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.arrow.ArrowMemory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows of 1 MB, of which a write changes or adds a few bytes. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class LargeValuesTest {
  private static final int ROWS = 120;

  /** The batches that are read, filled and encoded at the same time. */
  private static final long MOST_BYTES = 208L << 20;

  /** Hardly to be compressed. */
  private static final String TEXT =
      "array_join(transform(sequence(1, 2048), x -> repeat(sha2(cast(id * 2048 + x AS string), 256), 8)), '')";

  private SparkSession spark;
  private Docs docs;

  @BeforeEach
  void make(SparkSession session, Database database) {
    spark = session;
    docs = new Docs(session, database);
  }

  @Test
  void carriedColumnsTakeLittleMemory() throws Exception {
    append("id", TEXT + " AS text", "0 AS flag");

    requireLittleMemory(() -> append("id", "1 AS flag"));
    check("text");
  }

  @Test
  void carriedColumnsThatTheFilesHoldCompressedTakeLittleMemory() throws Exception {
    append("id", "repeat('a', shiftleft(1, 20)) AS text", "0 AS flag");

    requireLittleMemory(() -> append("id", "1 AS flag"));
    check("text");
  }

  @Test
  void carriedFieldsTakeLittleMemory() throws Exception {
    append("id", "named_struct('a', '', 'n', 7) AS s", "0 AS flag");

    requireLittleMemory(() -> append("id", "named_struct('a', " + TEXT + ") AS s", "1 AS flag"));
    check("s.a");
    assertEquals(ROWS, docs.read().where("s.n = 7").count());
  }

  /** Whose structs are null in some rows. */
  @Test
  void rewrittenColumnsTakeLittleMemory() throws Exception {
    append("id", "if(id = 0, null, named_struct('a', " + TEXT + ")) AS s", "1 AS flag");

    requireLittleMemory(
        () -> append("id + 1000 AS id", "named_struct('a', '', 'n', 7) AS s", "1 AS flag"));
    assertEquals(ROWS - 1, docs.read().where("s.n IS NULL AND length(s.a) = 1048576").count());
  }

  private void append(String... columns) {
    docs.writer(spark.range(0, ROWS, 1, 1).selectExpr(columns))
        .option("primary_key", Docs.KEY)
        .option("schema_evolution", "add_columns")
        .save();
  }

  private void check(String text) {
    assertEquals(ROWS, docs.read().where("flag = 1 AND length(" + text + ") = 1048576").count());
  }

  private static void requireLittleMemory(Runnable write) throws InterruptedException {
    AtomicLong most = new AtomicLong();
    AtomicBoolean hasEnded = new AtomicBoolean();
    Thread watcher =
        new Thread(
            () -> {
              while (!hasEnded.get()) {
                most.accumulateAndGet(ArrowMemory.allocatedBytes(), Math::max);
                LockSupport.parkNanos(200_000);
              }
            });
    watcher.start();
    try {
      write.run();
    } finally {
      hasEnded.set(true);
      watcher.join();
    }
    assertTrue(most.get() < MOST_BYTES, () -> (most.get() >> 20) + " MB of vectors");
  }
}
