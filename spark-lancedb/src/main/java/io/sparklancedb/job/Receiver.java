package io.sparklancedb.job;

import java.io.Serializable;
import java.util.Iterator;

/**
 * The second half of a job whose tasks hand something on: work for one task, of which the same
 * holds as of a {@link Piece}.
 *
 * @param <C> what all of a job have in common
 * @param <S> what comes from each {@link Sender}
 * @param <R> what comes back to the driver; small
 */
public interface Receiver<C extends Serializable, S extends Serializable, R extends Serializable>
    extends Serializable {
  /**
   * @param parcels for this task, in any order, and read as they are asked for
   * @throws io.sparklancedb.error.LanceDbException as a {@link Piece}
   */
  R run(C common, Iterator<S> parcels) throws Exception;
}
