package io.sparklancedb.it;

import static io.sparklancedb.it.app.PausedWrite.COMMITTED;
import static io.sparklancedb.it.app.PausedWrite.COMMITTING;
import static io.sparklancedb.it.app.PausedWrite.HALF;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.it.app.PausedWrite;
import io.sparklancedb.it.app.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Many tasks that write at once in one JVM. */
@ExtendWith(SparkExtension.class)
@Tag("soak")
class ManyTasksTest {
  private static final Duration RUN = Duration.ofMinutes(2);
  private static final int TASKS = 64;
  private static final long ROWS = TASKS * 20_000;

  /** Those of one task: Spark's thread and the one that feeds Lance; a file of rows. */
  private static final int THREADS_OF_A_TASK = 2;

  private static final int FILES_OF_A_TASK = 2;

  /** Spark's, the JVM's and Lance's own, with their pools. */
  private static final int OTHER_THREADS = 300;

  private static final int OTHER_FILES = 400;

  /** What a process has open. */
  private record Held(long threads, long files) {
    static Held by(long process) {
      return new Held(count(process, "task"), count(process, "fd"));
    }

    private static long count(long process, String what) {
      try (Stream<Path> all = Files.list(Path.of("/proc/" + process, what))) {
        return all.count();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void x8ThreadsAndFilesAreBoundedAndNoneKeepsTheProcessAlive(
      SparkSession spark, Database database, @TempDir Path folder) throws Exception {
    Docs docs = new Docs(spark, database);
    Signals signals = new Signals(Files.createDirectory(folder.resolve("signals")).toString());
    List<String> halves =
        IntStream.range(0, TASKS).mapToObj(task -> HALF.formatted(task, 0, 0)).toList();
    halves.forEach(signals::stopAt);
    signals.stopAt(COMMITTING);
    signals.stopAt(COMMITTED);
    try (ChildProcess driver = submit(folder, signals, database)) {
      awaitReached(driver, signals, halves);
      Held while64Write = Held.by(signals.processAt(halves.get(0)));
      halves.forEach(signals::release);
      awaitReached(driver, signals, List.of(COMMITTING));
      signals.release(COMMITTING);
      awaitReached(driver, signals, List.of(COMMITTED));
      Held afterwards = Held.by(signals.processAt(COMMITTED));
      signals.release(COMMITTED);

      assertEquals(0, driver.awaitExit(RUN), driver::output);
      assertTrue(
          while64Write.threads <= OTHER_THREADS + TASKS * THREADS_OF_A_TASK,
          while64Write::toString);
      assertTrue(
          while64Write.files <= OTHER_FILES + TASKS * FILES_OF_A_TASK, while64Write::toString);
      assertTrue(
          afterwards.threads <= while64Write.threads - TASKS / 2,
          () -> while64Write + ", then " + afterwards);
      assertTrue(
          afterwards.files <= while64Write.files, () -> while64Write + ", then " + afterwards);
    }
    assertEquals(ROWS, docs.read().count());
    assertEquals(List.of(), Leftovers.of(docs).names());
  }

  private static ChildProcess submit(Path folder, Signals signals, Database database)
      throws IOException {
    return SparkHome.withBundle(folder, SparkLine.current())
        .submit(
            "local[" + TASKS + "]",
            List.of(),
            PausedWrite.class,
            signals.folder(),
            "" + ROWS,
            "" + TASKS,
            "append",
            "plain",
            "db_uri=" + database.uri(),
            "table_name=" + Docs.NAME,
            "primary_key=" + Docs.KEY);
  }

  private static void awaitReached(ChildProcess driver, Signals signals, List<String> points) {
    Poll.within(
        RUN,
        () -> points + " are reached\n" + driver.output(),
        () -> points.stream().allMatch(signals::isReached) || !driver.isAlive());
    assertTrue(driver.isAlive(), driver::output);
  }
}
