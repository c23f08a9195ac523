package io.sparklancedb.index;

import io.sparklancedb.job.JobRunner;
import io.sparklancedb.job.Piece;
import io.sparklancedb.job.Receiver;
import io.sparklancedb.job.Sender;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs pieces in this thread, as a cluster might.
 *
 * @param parallelism how many tasks a cluster would run at the same time
 * @param attempts how often each piece is done; the last time in the other order
 * @param jobs the descriptions of the jobs that were run
 * @param afterJob happens after each job, by its description
 */
record Runner(int parallelism, int attempts, List<String> jobs, Consumer<String> afterJob)
    implements JobRunner {
  Runner(int parallelism) {
    this(parallelism, 1, new ArrayList<>(), job -> {});
  }

  /** Something happens after each job whose description begins so. */
  Runner after(String job, Runnable action) {
    return new Runner(
        parallelism,
        attempts,
        jobs,
        ended -> {
          if (ended.startsWith(job)) {
            action.run();
          }
        });
  }

  /** Each of several pieces is done twice, as where Spark speculates. */
  Runner twice() {
    return new Runner(parallelism, 2, jobs, afterJob);
  }

  @Override
  public <C extends Serializable, R extends Serializable> List<R> run(
      String description, C common, List<? extends Piece<C, R>> pieces) {
    jobs.add(description);
    List<R> results = JobRunner.inThisThread().run(description, common, pieces);
    if (attempts > 1 && pieces.size() > 1) {
      List<Piece<C, R>> again = new ArrayList<>(pieces);
      Collections.reverse(again);
      JobRunner.inThisThread().run(description, common, again);
    }
    afterJob.accept(description);
    return results;
  }

  @Override
  public <C extends Serializable, S extends Serializable, R extends Serializable>
      List<R> runInTwoStages(
          String description,
          C common,
          List<? extends Sender<C, S>> senders,
          Receiver<C, S, R> receiver,
          int receivers) {
    return JobRunner.inThisThread()
        .runInTwoStages(description, common, senders, receiver, receivers);
  }
}
