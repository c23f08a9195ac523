package io.sparklancedb.it;

import static io.sparklancedb.it.app.PausedWrite.COMMITTED;
import static io.sparklancedb.it.app.PausedWrite.COMMITTING;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.LanceDb;
import io.sparklancedb.it.app.PausedWrite;
import io.sparklancedb.it.app.Signals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A driver that is killed at any step of its commit. */
@ExtendWith(SparkExtension.class)
@Tag("faults")
class CommitCrashTest {
  private static final Duration RUN = Duration.ofMinutes(2);
  private static final int PARTITIONS = 2;
  private static final long ROWS = 2_000;
  private static final long OLD = 1_000;

  /** Of so many copies one is written to as well. */
  private static final int EVERY = 10;

  private static final String NO_TABLE = "no table";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"first load", "append", "overwrite"})
  void f7AKillAtAnyStepOfTheCommitLeavesTheTableBeforeOrAfterIt(
      String job, SparkSession spark, Database database) throws Exception {
    Snapshots snapshots = Snapshots.in(Files.createDirectory(folder.resolve("snapshots")));
    Docs docs = new Docs(spark, database);
    if (!job.equals("first load")) {
      docs.append(spark.range(-OLD, OLD, 1, 2).withColumn("text", lit("old")));
    }
    String before = state(docs);
    commit(docs, job, snapshots);
    String after = state(docs);

    Set<String> seen = new LinkedHashSet<>();
    int step = 0;
    for (Path copy : snapshots.all()) {
      Docs left = new Docs(spark, new Database(copy));
      String found = state(left);
      boolean firstLikeThis = seen.add(found);
      if (!found.equals(NO_TABLE)) {
        removeOrphanFiles(left);
        assertEquals(found, state(left), copy::toString);
      }
      if (firstLikeThis || step++ % EVERY == 0) {
        writer(left, job).save();
        removeOrphanFiles(left);
        assertEquals(after, state(left), copy::toString);
      }
    }
    assertTrue(snapshots.all().size() > 5, () -> snapshots + " has few steps");
    assertEquals(List.of(before, after), List.copyOf(seen));
  }

  private void commit(Docs docs, String job, Snapshots snapshots) throws Exception {
    Signals signals = new Signals(Files.createDirectory(folder.resolve("signals")).toString());
    SparkHome home =
        SparkHome.withBundle(folder, SparkLine.current())
            .with(
                snapshots.environment(
                    docs.database().folder(),
                    signals.fileOf(COMMITTING),
                    signals.fileOf(COMMITTED)));
    List<String> arguments =
        new ArrayList<>(List.of(signals.folder(), "" + ROWS, "" + PARTITIONS, mode(job), "plain"));
    docs.address().forEach((key, value) -> arguments.add(key + "=" + value));
    arguments.add("primary_key=" + Docs.KEY);
    try (ChildProcess driver =
        home.submit("local[2]", List.of(), PausedWrite.class, arguments.toArray(String[]::new))) {
      assertEquals(0, driver.awaitExit(RUN), driver::output);
      assertTrue(!driver.output().contains("SNAPSHOT FAILED"), driver::output);
    }
  }

  private static void removeOrphanFiles(Docs docs) {
    LanceDb.connect(docs.database().uri(), Map.of(), Duration.ZERO)
        .openTable(Docs.NAME)
        .removeOrphanFiles(Duration.ZERO);
    assertEquals(List.of(), Leftovers.of(docs).names(), docs::toString);
  }

  private static DataFrameWriter<Row> writer(Docs docs, String job) {
    return docs.writer(PausedWrite.rows(docs.spark(), ROWS, PARTITIONS))
        .option("primary_key", Docs.KEY)
        .mode(mode(job));
  }

  private static String mode(String job) {
    return job.equals("overwrite") ? "overwrite" : "append";
  }

  private static String state(Docs docs) {
    if (!Files.exists(docs.table().folder().resolve("_versions"))
        || new FileTree(docs.table().folder().resolve("_versions"))
            .names().stream().noneMatch(name -> name.endsWith(".manifest"))) {
      assertTrue(
          Failure.of(() -> docs.read().count()).refusal().contains("there is none"),
          "a table without a version is read");
      return NO_TABLE;
    }
    List<Row> rows = docs.read().select("id", "text").collectAsList();
    return "%d rows: %d old, %d keys"
        .formatted(
            rows.size(),
            rows.stream().filter(row -> row.getString(1).equals("old")).count(),
            rows.stream().map(row -> row.getLong(0)).distinct().count());
  }
}
