package io.sparklancedb.benchmark.growth;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Measures what grows on the driver: planning and merging over ever more fragments, and merging the
 * same rows from ever more tasks.
 *
 * <p>Arguments: a folder, numbers of fragments, numbers of tasks, both separated by commas.
 */
public final class Growth {
  private static final int ROWS_OF_A_FRAGMENT = 10;
  private static final long TABLE_ROWS = 1_000_000;
  private static final long UPSERT_ROWS = 100_000;
  private static final int REPETITIONS = 3;

  private final SparkSession spark;
  private final Path database;
  private final PrintStream out = System.out;

  private Growth(SparkSession spark, Path database) {
    this.spark = spark;
    this.database = database;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(arguments[0]), "growth-");
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("growth")
            .config("spark.ui.enabled", false)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.local.dir", folder.resolve("spark").toString())
            .getOrCreate()) {
      Growth growth = new Growth(spark, folder.resolve("tables"));
      growth.warmUp();
      growth.overFragments(numbers(arguments[1]));
      growth.overTasks(numbers(arguments[2]));
    } finally {
      JavaUtils.deleteRecursively(folder.toFile());
    }
  }

  private static List<Integer> numbers(String text) {
    return Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
  }

  private void warmUp() {
    NumbersTable table = table("warm");
    for (int i = 0; i < REPETITIONS; i++) {
      table.merge(NumbersTable.rows(spark, 0, 10_000, 2));
      plan(table);
    }
  }

  private void overFragments(List<Integer> numbers) {
    out.println(
        "| fragments of %d rows | plan a scan | its tasks | upsert of 1,000 rows |"
            .formatted(ROWS_OF_A_FRAGMENT));
    out.println("|---:|---:|---:|---:|");
    for (int fragments : numbers) {
      long rows = (long) fragments * ROWS_OF_A_FRAGMENT;
      NumbersTable seed = table("seed_" + fragments);
      seed.merge(NumbersTable.rows(spark, 0, rows, 1));
      NumbersTable table = table("fragments_" + fragments);
      table.merge(NumbersTable.rows(spark, 0, 0, 1));
      table.appendInSmallFiles(seed, ROWS_OF_A_FRAGMENT);
      double plan = median(() -> plan(table));
      int tasks = plan(table);
      double upsert = median(() -> table.merge(upsert(1_000, rows, 2)));
      out.println("| %,d | %.3f s | %d | %.3f s |".formatted(fragments, plan, tasks, upsert));
    }
  }

  private static int plan(NumbersTable table) {
    return table.read().queryExecution().toRdd().getNumPartitions();
  }

  private void overTasks(List<Integer> numbers) {
    out.println();
    out.println(
        "| tasks | %,d rows into nothing | append | upsert into %,d rows | upsert less append |"
            .formatted(UPSERT_ROWS, TABLE_ROWS));
    out.println("|---:|---:|---:|---:|---:|");
    for (int tasks : numbers) {
      Dataset<Row> rows = upsert(UPSERT_ROWS, TABLE_ROWS, tasks);
      double nothing = seconds(() -> rows.write().format("noop").mode("overwrite").save());
      NumbersTable empty = table("empty_" + tasks);
      empty.merge(rows.limit(0));
      double append = seconds(() -> empty.merge(rows));
      NumbersTable table = table("table_" + tasks);
      table.merge(NumbersTable.rows(spark, 0, TABLE_ROWS, 2));
      double upsert = seconds(() -> table.merge(rows));
      out.println(
          "| %,d | %.2f s | %.2f s | %.2f s | %.2f s |"
              .formatted(tasks, nothing, append, upsert, upsert - append));
    }
  }

  /** Every second key lies among those of the table, the others are new. */
  private Dataset<Row> upsert(long rows, long tableRows, int tasks) {
    long stride = Math.max(1, tableRows / rows);
    return spark
        .range(0, rows, 1, tasks)
        .selectExpr(
            "if(id %% 2 = 0, id * %d, id + %d) as id".formatted(stride, tableRows), "id as number");
  }

  private NumbersTable table(String name) {
    return new NumbersTable(spark, database, name);
  }

  private static double median(Runnable work) {
    double[] seconds = new double[REPETITIONS];
    for (int i = 0; i < REPETITIONS; i++) {
      seconds[i] = seconds(work);
    }
    Arrays.sort(seconds);
    return seconds[REPETITIONS / 2];
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }
}
