package io.sparklancedb.job;

import io.sparklancedb.error.JobErrors;
import io.sparklancedb.error.LanceDbException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Each piece is a task of one Spark job. */
final class SparkJobRunner implements JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger(SparkJobRunner.class);
  private static final String DESCRIPTION = "spark.job.description";

  private final JavaSparkContext context;

  SparkJobRunner(SparkContext context) {
    this.context = JavaSparkContext.fromSparkContext(context);
  }

  @Override
  public <C extends Serializable, R extends Serializable> List<R> run(
      String description, C common, List<? extends Piece<C, R>> pieces) {
    if (pieces.isEmpty()) {
      return List.of();
    }
    List<byte[]> work = serialized(pieces);
    return withCommon(
        common,
        sent ->
            collect(
                description,
                context
                    .parallelize(work, work.size())
                    .map(new SparkTasks.Run<>(new CommonValue<C>(sent)))));
  }

  @Override
  public <C extends Serializable, S extends Serializable, R extends Serializable>
      List<R> runInTwoStages(
          String description,
          C common,
          List<? extends Sender<C, S>> senders,
          Receiver<C, S, R> receiver,
          int receivers) {
    List<byte[]> work = serialized(senders);
    return withCommon(
        common,
        sent -> {
          CommonValue<C> value = new CommonValue<>(sent);
          JavaRDD<byte[]> parcels =
              context
                  .parallelize(work, Math.max(1, work.size()))
                  .flatMapToPair(new SparkTasks.Send<>(value))
                  .partitionBy(new HashPartitioner(receivers))
                  .values();
          try {
            return collect(
                description, parcels.mapPartitions(new SparkTasks.Receive<>(value, receiver)));
          } finally {
            parcels.rdd().cleanShuffleDependencies(false);
          }
        });
  }

  private static List<byte[]> serialized(List<? extends Serializable> values) {
    return values.stream().map(SerializedValue::toBytes).toList();
  }

  private <C extends Serializable, R extends Serializable> List<R> withCommon(
      C common, Function<Broadcast<byte[]>, List<byte[]>> job) {
    Broadcast<byte[]> sent = context.broadcast(SerializedValue.toBytes(common));
    try {
      List<R> results = new ArrayList<>();
      for (byte[] outcome : job.apply(sent)) {
        results.add(Outcome.result(outcome));
      }
      return results;
    } finally {
      destroy(sent);
    }
  }

  /** What becomes of the job does not depend on it, nor it on an interruption, which stays. */
  private static void destroy(Broadcast<?> sent) {
    boolean isInterrupted = Thread.interrupted();
    try {
      sent.destroy();
    } catch (Exception e) {
      // Scala code throws checked exceptions that it does not declare.
      isInterrupted |= e instanceof InterruptedException;
      LOG.warn("Could not remove {} from the executors: it stays there.", sent, e);
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private List<byte[]> collect(String description, JavaRDD<byte[]> tasks) {
    String before = context.getLocalProperty(DESCRIPTION);
    context.setLocalProperty(DESCRIPTION, description);
    try (RunningTasks running = new RunningTasks(context)) {
      return collect(tasks, running);
    } catch (Exception e) {
      // Scala code throws checked exceptions that it does not declare.
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw failure(description, e);
    } finally {
      context.setLocalProperty(DESCRIPTION, before);
    }
  }

  private static List<byte[]> collect(JavaRDD<byte[]> tasks, RunningTasks running) {
    boolean hasFailed = true;
    try {
      List<byte[]> outcomes = tasks.collect();
      hasFailed = false;
      return outcomes;
    } finally {
      if (hasFailed) {
        running.awaitNone();
      }
    }
  }

  /** Spark's own exception tells a long story about the task's. */
  private static LanceDbException failure(String description, Exception e) {
    if (e.getCause() instanceof LanceDbException known) {
      return known;
    }
    Throwable cause = e.getCause() == null ? e : e.getCause();
    boolean isSparks = cause == e && e.getMessage() != null;
    return JobErrors.failed(description, isSparks ? e.getMessage() : cause.toString(), cause);
  }

  @Override
  public int parallelism() {
    return context.defaultParallelism();
  }
}
