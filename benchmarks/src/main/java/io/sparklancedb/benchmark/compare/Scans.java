package io.sparklancedb.benchmark.compare;

import io.sparklancedb.benchmark.Stopwatch;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Measures scans, as batches, through the connector and by lance-core alone, in turn in one warm
 * process, beside what Spark takes for a job of as many tasks that do nothing. The table is as
 * after an upsert.
 *
 * <p>Arguments: a folder to work in, the number of rows, the number of repetitions, and how many
 * more come before those that count.
 */
public final class Scans {
  private static final Share UPSERTED = new Share("0.1");
  private static final String TABLE = "rows";

  private final SparkSession spark;
  private final LanceDbSystem connector;
  private final LanceCoreSystem lanceCore;
  private final Source source;
  private final int warmUps;
  private final Stopwatch watch;

  private Scans(SparkSession spark, Path folder, long rows, int warmUps) {
    this.spark = spark;
    this.connector = new LanceDbSystem(spark, folder.resolve("tables"));
    this.lanceCore = new LanceCoreSystem(connector, folder.resolve("tables"));
    this.source = Source.in(folder, KeyKind.LONG, rows);
    this.warmUps = warmUps;
    this.watch = new Stopwatch(warmUps);
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(arguments[0]), "scans-");
    try (SparkSession spark = Session.open(folder, Collections.emptyMap())) {
      Scans scans =
          new Scans(spark, folder, Long.parseLong(arguments[1]), Integer.parseInt(arguments[3]));
      scans.makeTable();
      scans.run(Integer.parseInt(arguments[2]), System.out);
    } finally {
      Folders.delete(folder);
    }
  }

  private void makeTable() {
    SourceRows rows = new SourceRows(spark, source);
    rows.makeUpsert(UPSERTED, rows.makeBase());
    connector.load(source.base(), TABLE);
    connector.upsert(source.upsert(UPSERTED), TABLE);
  }

  private void run(int repetitions, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%,d rows after an upsert of %s, float[%d]; medians of %d after %d to warm up%n%n",
        source.rows(),
        UPSERTED.percent(),
        SourceRows.DIMENSION,
        repetitions,
        warmUps);
    out.println("| ms | tasks | lance-core | Spark | ratio | empty job | ratio without |");
    out.println("|---|---:|---:|---:|---:|---:|---:|");
    for (ReadQuery query : List.of(ReadQuery.ALL_BATCHES, ReadQuery.VECTOR_BATCHES)) {
      int tasks = ColumnarScan.tasks(query.columns(connector.table(TABLE)));
      String name = query.label();
      for (int i = 0; i < warmUps + repetitions; i++) {
        watch.time("lance-core, " + name, () -> lanceCore.read(query, TABLE, source, 0));
        watch.time("Spark, " + name, () -> connector.read(query, TABLE, source, 0));
        watch.time("empty, " + name, () -> doNothing(tasks));
      }
      double alone = watch.seconds("lance-core, " + name) * 1e3;
      double ours = watch.seconds("Spark, " + name) * 1e3;
      double empty = watch.seconds("empty, " + name) * 1e3;
      out.printf(
          Locale.ROOT,
          "| %s | %d | %.0f | %.0f | %.2f | %.0f | %.2f |%n",
          name,
          tasks,
          alone,
          ours,
          alone / ours,
          empty,
          alone / (ours - empty));
    }
  }

  private void doNothing(int tasks) {
    JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(Collections.nCopies(tasks, 0L), tasks)
        .reduce(Long::sum);
  }
}
