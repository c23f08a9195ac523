package io.sparklancedb.job;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.SparkContext;

/** Does pieces of work, and returns their results in the order of the pieces. */
public interface JobRunner {
  /**
   * When it returns in failure, no piece is at work any more.
   *
   * @param description shown in Spark's UI while the job runs
   * @param common what all pieces need
   * @throws io.sparklancedb.error.LanceDbException that of the first piece, in their order, that
   *     threw one; and another when a piece has failed for other reasons, or the job was cancelled
   */
  <C extends Serializable, R extends Serializable> List<R> run(
      String description, C common, List<? extends Piece<C, R>> pieces);

  /**
   * Does the work of the senders, and then that of the receivers with what was sent to each.
   *
   * @param receivers how many there are
   * @return the results in the order of the receivers
   * @throws io.sparklancedb.error.LanceDbException as {@link #run}, of a sender or a receiver
   */
  <C extends Serializable, S extends Serializable, R extends Serializable> List<R> runInTwoStages(
      String description,
      C common,
      List<? extends Sender<C, S>> senders,
      Receiver<C, S, R> receiver,
      int receivers);

  /** How many pieces are done at the same time. */
  int parallelism();

  /**
   * One task for each piece, as a job of the calling thread: with its scheduler pool, and cancelled
   * with its job group.
   */
  static JobRunner onCluster() {
    return new SparkJobRunner(SparkContext.getOrCreate());
  }

  /**
   * As {@link #onCluster}, for work beside a stage that may have tasks waiting for every core.
   * Where Spark serves older jobs first, such a job would begin when the stage is nearly done: then
   * the pieces are done in the calling thread.
   */
  static JobRunner besideStage() {
    SparkContext context = SparkContext.getOrCreate();
    return SchedulerPool.of(context).sharesCores()
        ? new SparkJobRunner(context)
        : new ThreadJobRunner();
  }

  /** One piece after the other, in the calling thread. */
  static JobRunner inThisThread() {
    return new ThreadJobRunner();
  }
}
