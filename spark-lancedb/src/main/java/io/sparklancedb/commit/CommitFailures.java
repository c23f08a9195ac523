package io.sparklancedb.commit;

import io.sparklancedb.dataset.NativeFailure;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.WriteErrors;

/**
 * The exceptions of a commit that failed.
 *
 * @param certain for a commit of which nothing is visible
 * @param unknown for a commit that may have happened
 */
record CommitFailures(Failure certain, Failure unknown) {
  /** Those of a write of rows. */
  static final CommitFailures OF_ROWS =
      new CommitFailures(WriteErrors::notWritable, WriteErrors::outcomeUnknown);

  /** Those of a change of the table. */
  static final CommitFailures OF_CHANGE =
      new CommitFailures(WriteErrors::notChanged, WriteErrors::changeUnknown);

  /** Makes an exception of what Lance said. */
  interface Failure {
    LanceDbException of(String uri, String reason, Throwable cause);
  }

  /**
   * @param isCertain whether nothing of it is visible
   * @throws RuntimeException a defect of ours, as it is
   */
  LanceDbException of(boolean isCertain, TableReference base, Exception thrown) {
    NativeFailure.raiseIfOurs(thrown);
    NativeFailure failure = NativeFailure.of(thrown, base.address().storage());
    return (isCertain ? certain : unknown)
        .of(base.address().uri(), failure.reason(), failure.cause());
  }
}
