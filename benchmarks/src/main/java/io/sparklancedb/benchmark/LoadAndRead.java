package io.sparklancedb.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.spark.sql.SparkSession;

/**
 * Measures bulk load and full read through the connector against lance-core alone, in turn.
 *
 * <p>Arguments: a folder to work in, the number of rows, the number of repetitions.
 */
public final class LoadAndRead {
  private static final int THREADS = 2;
  private static final int WARM_UPS = 8;
  private static final String TABLE = "rows";

  private static final String NATIVE_LOAD = "load, lance-core";
  private static final String NATIVE_INDEX = "index on the key, lance-core";
  private static final String SOURCE = "rows in memory into noop";
  private static final String SPARK_LOAD = "load, Spark";
  private static final String SINK = "Arrow in memory into noop";
  private static final String NATIVE_READ = "read, lance-core";
  private static final String SPARK_READ = "read into noop, Spark";

  private final PrintStream out;
  private final BenchmarkData data;
  private final NativeLance lance;
  private final SparkLanceDb spark;
  private final Stopwatch watch = new Stopwatch(WARM_UPS);

  /** For machines. */
  private final List<String> results = new ArrayList<>();

  private LoadAndRead(PrintStream out, BenchmarkData data, NativeLance lance, SparkLanceDb spark) {
    this.out = out;
    this.data = data;
    this.lance = lance;
    this.spark = spark;
  }

  public static void main(String[] arguments) throws IOException {
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Path.of(arguments[0])), "benchmark-");
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (BufferAllocator allocator = new RootAllocator();
        BenchmarkData data = new BenchmarkData(Long.parseLong(arguments[1]), THREADS, allocator);
        SparkSession spark = session()) {
      MemorySource.serve(data);
      new LoadAndRead(
              System.out, data, new NativeLance(allocator, threads), new SparkLanceDb(spark))
          .run(folder, Integer.parseInt(arguments[2]));
    } finally {
      threads.shutdown();
      delete(folder);
    }
  }

  private static SparkSession session() {
    return SparkSession.builder()
        .master("local[" + THREADS + "]")
        .appName("benchmark")
        .config("spark.ui.enabled", false)
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate();
  }

  private void run(Path folder, int repetitions) throws IOException {
    say(
        "%,d rows, %,d MB of Arrow, %d threads, %d repetitions after %d to warm up%n",
        data.rows(), data.arrowBytes() >> 20, THREADS, repetitions, WARM_UPS);
    for (int run = 0; run < WARM_UPS + repetitions; run++) {
      Path database = folder.resolve("run" + run);
      String nativeTable = database.resolve("native.lance").toString();
      watch.time(NATIVE_LOAD, () -> lance.load(data, nativeTable));
      watch.time(NATIVE_INDEX, () -> lance.indexKey(nativeTable));
      watch.time(SOURCE, spark::source);
      watch.time(SPARK_LOAD, () -> spark.load(database, TABLE));
      watch.time(SINK, spark::sink);
      watch.time(NATIVE_READ, () -> lance.read(database.resolve(TABLE + ".lance").toString()));
      watch.time(SPARK_READ, () -> spark.read(database, TABLE));
      delete(database);
    }
    report();
  }

  private void report() {
    say("%-30s %9s %9s %12s   %s", "median of", "seconds", "cpu s", "rows/s", "all seconds");
    for (String name : watch.names()) {
      double seconds = watch.seconds(name);
      double rate = data.rows() / seconds;
      say(
          "%-30s %9.3f %9.3f %,12.0f   %s",
          name, seconds, watch.cpuSeconds(name), rate, watch.all(name));
    }
    say("%n%-30s %9s %9s", "share of the native rate", "by clock", "by cpu");
    ratio(
        "load",
        "without the source's own cost; reach 0.70",
        of -> of.median(NATIVE_LOAD) / (of.median(SPARK_LOAD) - of.median(SOURCE)));
    ratio("read", "into noop; reach 0.80", of -> of.median(NATIVE_READ) / of.median(SPARK_READ));
    ratio(
        "read, sink subtracted",
        "without what noop asks of Spark for batches in memory",
        of -> of.median(NATIVE_READ) / (of.median(SPARK_READ) - of.median(SINK)));
    say("{\"rows\":%d,%s}", data.rows(), String.join(",", results));
  }

  /** The median time of a piece of work, by one of the two clocks. */
  private interface Medians {
    double median(String name);
  }

  private void ratio(String name, String meaning, ToDoubleFunction<Medians> ratio) {
    double clock = ratio.applyAsDouble(watch::seconds);
    double cpu = ratio.applyAsDouble(watch::cpuSeconds);
    say("%-30s %9.2f %9.2f   %s", name, clock, cpu, meaning);
    results.add("\"%s\":{\"clock\":%.3f,\"cpu\":%.3f}".formatted(name, clock, cpu));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private void say(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
