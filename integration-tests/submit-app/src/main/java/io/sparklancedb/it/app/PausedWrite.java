package io.sparklancedb.it.app;

import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Writes rows, and passes points on its way: {@link #HALF} of a partition's rows, in the task that
 * writes them unless they are shuffled to be merged; {@link #ENDED} when the driver has heard of
 * the end of an attempt; {@link #COMMITTING}, {@link #LOCATING} when a job that looks for the keys
 * has begun, which does not wait; and {@link #COMMITTED}.
 */
public final class PausedWrite {
  /** Of a partition, in an attempt of the stage, in an attempt of the task. */
  public static final String HALF = "half-%d.%d.%d";

  public static final String ENDED = "ended-%d.%d.%d";
  public static final String COMMITTING = "committing";
  public static final String LOCATING = "locating";
  public static final String COMMITTED = "committed";

  /** In the order of partitions. */
  private static final String PLAIN = "plain";

  private final SparkSession spark;
  private final Signals signals;
  private final long rows;
  private final int partitions;

  private PausedWrite(SparkSession spark, Signals signals, long rows, int partitions) {
    this.spark = spark;
    this.signals = signals;
    this.rows = rows;
    this.partitions = partitions;
  }

  /**
   * Takes the folder of the signals, the numbers of rows and of partitions, the save mode, {@code
   * plain} or {@code indeterminate} for where the rows come from, and the options of the write as
   * {@code key=value}.
   */
  public static void main(String[] arguments) {
    Signals signals = new Signals(arguments[0]);
    Map<String, String> options = new LinkedHashMap<>();
    for (String option : Arrays.asList(arguments).subList(5, arguments.length)) {
      String[] pair = option.split("=", 2);
      options.put(pair[0], pair[1]);
    }
    try (SparkSession spark = SparkSession.builder().appName("paused write").getOrCreate();
        DriverSteps steps =
            DriverSteps.of(() -> signals.pass(COMMITTING), () -> signals.pass(COMMITTED))) {
      spark.sparkContext().addSparkListener(new Ends(signals));
      PausedWrite app =
          new PausedWrite(
              spark, signals, Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
      Dataset<Row> source = arguments[4].equals(PLAIN) ? app.plain() : app.indeterminate();
      app.paused(source).write().format("lancedb").options(options).mode(arguments[3]).save();
    }
  }

  /** The rows that it writes, for the test to compare with. */
  public static Dataset<Row> rows(SparkSession spark, long rows, int partitions) {
    return spark
        .range(0, rows, 1, partitions)
        .selectExpr("id", "concat(repeat('a somewhat longer text ', 8), id) as text");
  }

  private Dataset<Row> plain() {
    return rows(spark, rows, partitions);
  }

  /**
   * Which partition gets a row depends on the order in which the first shuffle happens to deliver
   * it; Spark knows that, and runs a stage on it again as a whole or not at all.
   */
  private Dataset<Row> indeterminate() {
    spark.conf().set("spark.sql.execution.sortBeforeRepartition", "false");
    MapPartitionsFunction<Row, Row> asTheyCome = input -> input;
    return plain()
        .repartition(partitions, col("id"))
        .mapPartitions(asTheyCome, Encoders.row(plain().schema()))
        .repartition(partitions);
  }

  private Dataset<Row> paused(Dataset<Row> source) {
    Signals passed = signals;
    long half = rows / partitions / 2;
    MapPartitionsFunction<Row, Row> pass = input -> new Passing(input, half, passed);
    return source.mapPartitions(pass, Encoders.row(source.schema()));
  }

  /** Passes a point once it has given out a number of rows. */
  private static final class Passing implements Iterator<Row> {
    private final Iterator<Row> input;
    private final Signals signals;
    private long left;

    private Passing(Iterator<Row> input, long left, Signals signals) {
      this.input = input;
      this.left = left;
      this.signals = signals;
    }

    @Override
    public boolean hasNext() {
      return input.hasNext();
    }

    @Override
    public Row next() {
      if (left-- == 0) {
        TaskContext task = TaskContext.get();
        signals.pass(
            HALF.formatted(task.partitionId(), task.stageAttemptNumber(), task.attemptNumber()));
      }
      return input.next();
    }
  }

  private static final class Ends extends SparkListener {
    private final Signals signals;

    private Ends(Signals signals) {
      this.signals = signals;
    }

    @Override
    public void onJobStart(SparkListenerJobStart start) {
      if (start
          .properties()
          .getProperty("spark.job.description", "")
          .startsWith("Find the written keys")) {
        signals.pass(LOCATING);
      }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (end.taskType().equals("ResultTask")) {
        signals.pass(
            ENDED.formatted(
                end.taskInfo().partitionId(),
                end.stageAttemptId(),
                end.taskInfo().attemptNumber()));
      }
    }
  }
}
