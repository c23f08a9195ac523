package io.sparklancedb.job;

import io.sparklancedb.error.LanceDbException;
import java.io.Serializable;
import java.util.concurrent.Callable;

/** How a task of ours has ended that need not be done again. Travels as bytes. */
sealed interface Outcome extends Serializable {
  record Done(Serializable result) implements Outcome {}

  record Refused(LanceDbException reason) implements Outcome {}

  /**
   * @throws Exception after which Spark tries again
   */
  static byte[] of(Callable<? extends Serializable> work) throws Exception {
    try {
      return done(work.call());
    } catch (LanceDbException e) {
      if (e.getCause() != null) {
        throw e;
      }
      return SerializedValue.toBytes(new Refused(e));
    }
  }

  static byte[] done(Serializable result) {
    return SerializedValue.toBytes(new Done(result));
  }

  /**
   * @throws LanceDbException the refusal
   */
  @SuppressWarnings("unchecked")
  static <R extends Serializable> R result(byte[] sent) {
    Outcome outcome = SerializedValue.read(sent);
    if (outcome instanceof Refused refused) {
      throw refused.reason();
    }
    return (R) ((Done) outcome).result();
  }
}
