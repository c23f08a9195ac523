package io.sparklancedb.job;

import java.time.Duration;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks of one job that run. Spark tells of a failed or cancelled job before its tasks have
 * ended, and native code cannot be interrupted: without this a task might still commit when the
 * user has gone on, and has dropped the table.
 */
final class RunningTasks extends SparkListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningTasks.class);

  /** A local property, by which the job is known. */
  private static final String ID = "io.sparklancedb.job";

  /** Spark may lose an event. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** What fails earlier than that has begun no job. */
  private static final Duration LONGEST_UNTIL_BEGUN = Duration.ofSeconds(5);

  private static final long LOOK_MILLIS = 100;

  private final String id = UUID.randomUUID().toString();
  private final SparkContext context;
  private final Set<Integer> stages = new HashSet<>();
  private int job = -1;
  private boolean isJobEnded;
  private int running;

  /** The job that this thread starts until it is closed. */
  RunningTasks(JavaSparkContext context) {
    this.context = context.sc();
    this.context.addSparkListener(this);
    this.context.setLocalProperty(ID, id);
  }

  private boolean isOurs(Properties properties) {
    return properties != null && id.equals(properties.getProperty(ID));
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart start) {
    if (isOurs(start.properties())) {
      job = start.jobId();
    }
  }

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted stage) {
    if (isOurs(stage.properties())) {
      stages.add(stage.stageInfo().stageId());
    }
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart task) {
    if (stages.contains(task.stageId())) {
      running++;
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
    if (stages.contains(task.stageId())) {
      running--;
      notifyAll();
    }
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd end) {
    if (end.jobId() == job) {
      isJobEnded = true;
      notifyAll();
    }
  }

  /** Whether or not the thread is interrupted; it stays so. */
  synchronized void awaitNone() {
    boolean isInterrupted = Thread.interrupted();
    long start = System.nanoTime();
    while (!hasEnded() && !context.isStopped()) {
      Duration longest = job < 0 ? LONGEST_UNTIL_BEGUN : LONGEST;
      if (System.nanoTime() - start > longest.toNanos()) {
        LOG.warn("{} tasks of job {} have not ended: they may still write.", running, job);
        break;
      }
      try {
        wait(LOOK_MILLIS);
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean hasEnded() {
    return isJobEnded && running <= 0;
  }

  @Override
  public void close() {
    context.setLocalProperty(ID, null);
    context.removeSparkListener(this);
  }
}
