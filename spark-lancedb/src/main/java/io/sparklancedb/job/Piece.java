package io.sparklancedb.job;

import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;

/**
 * Work for one task. It may be done several times, and at the same time on two executors: it must
 * not matter how often.
 *
 * @param <C> what all pieces of a job have in common, sent to each executor once
 * @param <R> what comes back to the driver; small
 */
public interface Piece<C extends Serializable, R extends Serializable> extends Serializable {
  /**
   * @throws io.sparklancedb.error.LanceDbException without a cause when doing it again would end in
   *     the same way; after any other failure Spark tries again
   */
  R run(C common) throws Exception;

  /**
   * Long pieces ask from time to time.
   *
   * @throws TaskKilledException when nobody wants the result of this task any more
   */
  static void stopIfCancelled() {
    TaskContext task = TaskContext.get();
    if (task != null && task.isInterrupted()) {
      throw new TaskKilledException();
    }
  }
}
