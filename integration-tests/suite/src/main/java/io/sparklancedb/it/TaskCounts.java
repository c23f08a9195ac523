package io.sparklancedb.it;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.executor.OutputMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/** What Spark tells its listeners, and its UI, of the attempts of one job. */
public final class TaskCounts extends SparkListener implements AutoCloseable {
  private final SparkSession spark;
  private final AtomicLong succeeded = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong rows = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicBoolean jobHasEnded = new AtomicBoolean();

  public TaskCounts(SparkSession spark) {
    this.spark = spark;
    spark.sparkContext().addSparkListener(this);
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    (end.taskInfo().successful() ? succeeded : failed).incrementAndGet();
    OutputMetrics output = end.taskMetrics().outputMetrics();
    rows.addAndGet(output.recordsWritten());
    bytes.addAndGet(output.bytesWritten());
  }

  @Override
  public void onJobEnd(SparkListenerJobEnd end) {
    jobHasEnded.set(true);
  }

  /** Listeners hear of things a little later. */
  public TaskCounts await() {
    Poll.until("the job has ended", jobHasEnded::get);
    return this;
  }

  public long succeeded() {
    return succeeded.get();
  }

  public long failed() {
    return failed.get();
  }

  /** Written by the tasks, the failed ones too. */
  public long rows() {
    return rows.get();
  }

  public long bytes() {
    return bytes.get();
  }

  @Override
  public void close() {
    spark.sparkContext().removeSparkListener(this);
  }
}
