package io.sparklancedb.job;

import java.io.Serializable;

/**
 * The first half of a job whose tasks hand something on: work for one task, of which the same holds
 * as of a {@link Piece}.
 *
 * @param <C> what all of a job have in common, sent to each executor once
 * @param <S> what is sent to a {@link Receiver}
 */
public interface Sender<C extends Serializable, S extends Serializable> extends Serializable {
  /** Takes what a task sends, and holds it in the task's memory until the task ends. */
  interface Parcels<S extends Serializable> {
    /**
     * @param receiver from 0
     */
    void send(int receiver, S parcel);
  }

  /**
   * @throws io.sparklancedb.error.LanceDbException as a {@link Piece}
   */
  void run(C common, Parcels<S> parcels) throws Exception;
}
