package io.sparklancedb.job;

import io.sparklancedb.error.JobErrors;
import io.sparklancedb.error.LanceDbException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** For small work, which a job would only delay. */
final class ThreadJobRunner implements JobRunner {
  @Override
  public <C extends Serializable, R extends Serializable> List<R> run(
      String description, C common, List<? extends Piece<C, R>> pieces) {
    List<R> results = new ArrayList<>(pieces.size());
    for (Piece<C, R> piece : pieces) {
      results.add(run(description, common, piece));
    }
    return results;
  }

  private static <C extends Serializable, R extends Serializable> R run(
      String description, C common, Piece<C, R> piece) {
    try {
      return piece.run(common);
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
