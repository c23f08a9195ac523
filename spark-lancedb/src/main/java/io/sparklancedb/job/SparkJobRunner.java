package io.sparklancedb.job;

import io.sparklancedb.error.JobErrors;
import io.sparklancedb.error.LanceDbException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
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

  /** How a piece has ended that need not be done again. */
  private sealed interface Outcome extends Serializable {
    record Done(Serializable result) implements Outcome {}

    record Refused(LanceDbException reason) implements Outcome {}
  }

  /** Runs in the tasks. */
  private record Run<C extends Serializable, R extends Serializable>(
      Broadcast<SerializedValue<C>> common)
      implements Function<SerializedValue<Piece<C, R>>, SerializedValue<Outcome>> {
    @Override
    public SerializedValue<Outcome> call(SerializedValue<Piece<C, R>> piece) throws Exception {
      try {
        R result = piece.value().run(common.value().value());
        return SerializedValue.of(new Outcome.Done(result));
      } catch (LanceDbException e) {
        if (e.getCause() != null) {
          throw e;
        }
        return SerializedValue.of(new Outcome.Refused(e));
      }
    }
  }

  @Override
  public <C extends Serializable, R extends Serializable> List<R> run(
      String description, C common, List<? extends Piece<C, R>> pieces) {
    if (pieces.isEmpty()) {
      return List.of();
    }
    List<SerializedValue<Piece<C, R>>> work = new ArrayList<>(pieces.size());
    pieces.forEach(piece -> work.add(SerializedValue.of(piece)));
    Broadcast<SerializedValue<C>> sent = context.broadcast(SerializedValue.of(common));
    try {
      return results(collect(description, work, new Run<>(sent)));
    } finally {
      destroy(sent);
    }
  }

  /** What becomes of the job does not depend on it. */
  private static void destroy(Broadcast<?> sent) {
    try {
      sent.destroy();
    } catch (RuntimeException e) {
      LOG.warn("Could not remove {} from the executors: it stays there.", sent, e);
    }
  }

  private <P extends Serializable> List<SerializedValue<Outcome>> collect(
      String description,
      List<SerializedValue<P>> work,
      Function<SerializedValue<P>, SerializedValue<Outcome>> run) {
    String before = context.getLocalProperty(DESCRIPTION);
    context.setLocalProperty(DESCRIPTION, description);
    try {
      return context.parallelize(work, work.size()).map(run).collect();
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

  /** Spark's own exception tells a long story about the task's. */
  private static LanceDbException failure(String description, Exception e) {
    if (e.getCause() instanceof LanceDbException known) {
      return known;
    }
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String reason = e.getCause() == null ? e.getMessage() : e.getCause().toString();
    return JobErrors.failed(description, reason, cause);
  }

  @SuppressWarnings("unchecked")
  private static <R extends Serializable> List<R> results(List<SerializedValue<Outcome>> outcomes) {
    List<R> results = new ArrayList<>(outcomes.size());
    for (SerializedValue<Outcome> sent : outcomes) {
      Outcome outcome = sent.value();
      if (outcome instanceof Outcome.Refused refused) {
        throw refused.reason();
      }
      results.add((R) ((Outcome.Done) outcome).result());
    }
    return results;
  }

  @Override
  public int parallelism() {
    return context.defaultParallelism();
  }
}
