package io.sparklancedb.job;

import io.sparklancedb.error.JobErrors;
import io.sparklancedb.error.LanceDbException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** For small work, which a job would only delay. */
final class ThreadJobRunner implements JobRunner {
  @Override
  public <R extends Serializable> List<R> run(String description, List<? extends Piece<R>> pieces) {
    List<R> results = new ArrayList<>(pieces.size());
    for (Piece<R> piece : pieces) {
      results.add(run(description, piece));
    }
    return results;
  }

  private static <R extends Serializable> R run(String description, Piece<R> piece) {
    try {
      return piece.run();
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
