package io.sparklancedb.job;

import io.sparklancedb.error.JobErrors;
import io.sparklancedb.error.LanceDbException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** For small work, which a job would only delay. */
final class ThreadJobRunner implements JobRunner {
  @Override
  public <C extends Serializable, R extends Serializable> List<R> run(
      String description, C common, List<? extends Piece<C, R>> pieces) {
    List<R> results = new ArrayList<>(pieces.size());
    for (Piece<C, R> piece : pieces) {
      results.add(run(description, () -> piece.run(common)));
    }
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
    List<List<S>> sent =
        Stream.generate(() -> (List<S>) new ArrayList<S>()).limit(receivers).toList();
    for (Sender<C, S> sender : senders) {
      run(
          description,
          () -> {
            sender.run(common, (to, parcel) -> sent.get(to).add(parcel));
            return null;
          });
    }
    List<R> results = new ArrayList<>(receivers);
    for (List<S> parcels : sent) {
      results.add(run(description, () -> receiver.run(common, parcels.iterator())));
    }
    return results;
  }

  private static <R> R run(String description, Callable<R> work) {
    try {
      return work.call();
    } catch (LanceDbException e) {
      throw e;
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw JobErrors.failed(description, e.toString(), e);
    }
  }

  @Override
  public int parallelism() {
    return 1;
  }
}
