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
 * Measures scans, as batches, through the connector and by lance-core alone, in turn in one
 * process, beside what Spark takes for a job of as many tasks that do nothing. The table is as
 * after an upsert. The medians of every so many scans show how long the process takes to get warm.
 *
 * <p>Arguments: a folder to work in, the number of rows, the number of scans of a median, and how
 * many medians.
 */
public final class Scans {
  private static final Share UPSERTED = new Share("0.1");
  private static final String TABLE = "rows";

  private final SparkSession spark;
  private final LanceDbSystem connector;
  private final LanceCoreSystem lanceCore;
  private final Source source;

  private Scans(SparkSession spark, Path folder, long rows) {
    this.spark = spark;
    this.connector = new LanceDbSystem(spark, folder.resolve("tables"));
    this.lanceCore = new LanceCoreSystem(connector, folder.resolve("tables"));
    this.source = Source.in(folder, KeyKind.LONG, rows);
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(arguments[0]), "scans-");
    try (SparkSession spark = Session.open(folder, Collections.emptyMap())) {
      Scans scans = new Scans(spark, folder, Long.parseLong(arguments[1]));
      scans.makeTable();
      scans.run(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]), System.out);
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

  private void run(int repetitions, int medians, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%,d rows after an upsert of %s, float[%d]; medians of %d%n%n",
        source.rows(),
        UPSERTED.percent(),
        SourceRows.DIMENSION,
        repetitions);
    out.println("| ms | tasks | lance-core | Spark | ratio | empty job | ratio without |");
    out.println("|---|---:|---:|---:|---:|---:|---:|");
    for (ReadQuery query : List.of(ReadQuery.ALL_BATCHES, ReadQuery.VECTOR_BATCHES)) {
      int tasks = ColumnarScan.tasks(query.columns(connector.table(TABLE)));
      for (int i = 0; i < medians; i++) {
        String name = "%s, after %d".formatted(query.label(), i * repetitions);
        measure(query, name, tasks, repetitions, out);
      }
    }
  }

  private void measure(ReadQuery query, String name, int tasks, int repetitions, PrintStream out) {
    Stopwatch watch = new Stopwatch(0);
    for (int i = 0; i < repetitions; i++) {
      watch.time("lance-core", () -> lanceCore.read(query, TABLE, source, 0));
      watch.time("Spark", () -> connector.read(query, TABLE, source, 0));
      watch.time("empty", () -> doNothing(tasks));
    }
    double alone = watch.seconds("lance-core") * 1e3;
    double ours = watch.seconds("Spark") * 1e3;
    double empty = watch.seconds("empty") * 1e3;
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

  private void doNothing(int tasks) {
    JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(Collections.nCopies(tasks, 0L), tasks)
        .reduce(Long::sum);
  }
}
