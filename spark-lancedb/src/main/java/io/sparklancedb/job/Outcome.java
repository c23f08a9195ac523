package io.sparklancedb.job;

import io.sparklancedb.error.LanceDbException;
import java.io.Serializable;
import java.util.concurrent.Callable;

/** How a task of ours has ended that need not be done again. */
sealed interface Outcome extends Serializable {
  record Done(Serializable result) implements Outcome {}

  record Refused(LanceDbException reason) implements Outcome {}

  /**
   * @throws Exception after which Spark tries again
   */
  static SerializedValue<Outcome> of(Callable<? extends Serializable> work) throws Exception {
    try {
      return done(work.call());
    } catch (LanceDbException e) {
      if (e.getCause() != null) {
        throw e;
      }
      return SerializedValue.of(new Refused(e));
    }
  }

  static SerializedValue<Outcome> done(Serializable result) {
    return SerializedValue.of(new Done(result));
  }

  /**
   * @throws LanceDbException the refusal
   */
  @SuppressWarnings("unchecked")
  static <R extends Serializable> R result(SerializedValue<Outcome> sent) {
    Outcome outcome = sent.value();
    if (outcome instanceof Refused refused) {
      throw refused.reason();
    }
    return (R) ((Done) outcome).result();
  }
}
