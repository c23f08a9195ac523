package io.sparklancedb.benchmark.growth;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Measures on a standalone cluster of two workers what the driver does after the tasks of a write,
 * as the table grows.
 *
 * <p>Arguments: a folder, numbers of rows of the table, kinds of keys, parts of the table that are
 * upserted, each separated by commas; options of the writes such as {@code key_memory=64m}, or
 * {@code none}; the memory of an executor.
 */
public final class ClusterGrowth {
  private static final int WORKERS = 2;
  private static final int TASKS = 8;

  /** So that an upsert has existing keys and new ones, and a later one has others. */
  private static final long NUMBERS_OF_A_ROW = 20;

  private static final long WARM_ROWS = 1_000_000;
  private static final List<String> WAYS = List.of("scan", "task", "job", "job", "job");
  private static final String FORCED = "io.sparklancedb.locate";

  private final SparkSession spark;
  private final WriteMeter meter;
  private final Path database;
  private final Map<String, String> options;
  private final PrintStream out = System.out;

  private ClusterGrowth(
      SparkSession spark, WriteMeter meter, Path database, Map<String, String> options) {
    this.spark = spark;
    this.meter = meter;
    this.database = database;
    this.options = options;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(arguments[0]), "growth-");
    Map<String, String> options =
        arguments[4].equals("none")
            ? Map.of()
            : Map.of(arguments[4].split("=")[0], arguments[4].split("=")[1]);
    try (LocalCluster cluster = LocalCluster.start(folder, WORKERS, arguments[5]);
        SparkSession spark = session(cluster, folder, arguments[5])) {
      WriteMeter meter = new WriteMeter(cluster);
      spark.sparkContext().addSparkListener(meter);
      ClusterGrowth growth = new ClusterGrowth(spark, meter, folder.resolve("tables"), options);
      growth.warmUp();
      growth.print(WriteMeter.HEAD);
      for (String kind : arguments[2].split(",")) {
        for (String rows : arguments[1].split(",")) {
          growth.measure(KeyKind.valueOf(kind), Long.parseLong(rows), parts(arguments[3]));
        }
      }
    } finally {
      JavaUtils.deleteRecursively(folder.toFile());
    }
  }

  private static SparkSession session(LocalCluster cluster, Path folder, String memory) {
    return SparkSession.builder()
        .master(cluster.master())
        .appName("growth")
        .config("spark.ui.enabled", false)
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.executor.memory", memory)
        .config(
            "spark.executor.extraJavaOptions",
            "-Djava.io.tmpdir=" + LocalCluster.temporaryFolder(folder))
        .config("spark.local.dir", folder.resolve("local").toString())
        .getOrCreate();
  }

  private static List<Double> parts(String text) {
    return Arrays.stream(text.split(",")).map(Double::valueOf).toList();
  }

  /** The code of all ways is compiled, and each executor has unpacked the native library. */
  private void warmUp() {
    String forced = System.getProperty(FORCED, "");
    for (KeyKind kind : KeyKind.values()) {
      NumbersTable table = table("warm_" + kind.text());
      table.merge(numbers(kind, WARM_ROWS, 0, WARM_ROWS), options);
      int round = 0;
      for (String way : WAYS) {
        System.setProperty(FORCED, way);
        table.merge(upsert(kind, WARM_ROWS, 1_000, round++), options);
        table.merge(upsert(kind, WARM_ROWS, WARM_ROWS / 10, round++), options);
      }
      System.setProperty(FORCED, forced);
    }
  }

  private void measure(KeyKind kind, long rows, List<Double> parts) throws Exception {
    String name = kind.text() + "_" + rows;
    NumbersTable table = table(name);
    print(
        meter.measure(
            name, "load", () -> table.merge(numbers(kind, rows, 0, rows), options), table));
    int round = 0;
    for (double part : parts) {
      Dataset<Row> upsert = upsert(kind, rows, (long) (rows * part), round++);
      String what = "upsert of %s %%".formatted(part * 100);
      print(meter.measure(name, what, () -> table.merge(upsert, options), table));
    }
    JavaUtils.deleteRecursively(database.resolve(name + ".lance").toFile());
  }

  private Dataset<Row> numbers(KeyKind kind, long rows, long from, long to) {
    return spark
        .range(from, to, 1, TASKS)
        .selectExpr(kind.of("id", rows * NUMBERS_OF_A_ROW) + " as id", "id * 7 as number");
  }

  /** Every second key lies among those of the table, the others are new. */
  private Dataset<Row> upsert(KeyKind kind, long tableRows, long rows, int round) {
    long stride = tableRows / rows;
    String number =
        "if(id %% 2 = 0, id * %d + %d, id + %d)"
            .formatted(stride, round % stride, tableRows * (round + 1));
    return spark
        .range(0, rows, 1, TASKS)
        .selectExpr(kind.of(number, tableRows * NUMBERS_OF_A_ROW) + " as id", "id as number");
  }

  private NumbersTable table(String name) {
    return new NumbersTable(spark, database, name);
  }

  private void print(String line) {
    out.println(line);
    out.flush();
  }
}
