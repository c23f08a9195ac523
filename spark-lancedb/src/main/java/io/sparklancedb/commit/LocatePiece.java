package io.sparklancedb.commit;

import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.job.Piece;
import io.sparklancedb.key.KeyLocator.Scope;
import io.sparklancedb.key.KeyPartition;
import java.io.Serializable;

/**
 * Compares some fragments of a version with a partition of the written keys.
 *
 * @param scope the fragments
 */
record LocatePiece(Scope scope) implements Piece<LocatePiece.Common, LocatePiece.Result> {
  /** What all pieces of a pass have in common. */
  record Common(MergeSpec spec, TableReference table, KeyPartition partition)
      implements Serializable {}

  /**
   * @param matches null when the keys did not fit in memory
   * @param rowsRead how far the reading of the keys came then
   */
  record Result(Matches matches, long rowsRead) implements Serializable {}

  @Override
  public Result run(Common common) {
    LoadedKeys keys = ExecutorKeys.of(common.spec, common.table, common.partition);
    return keys.fit() ? new Result(keys.match(scope), 0) : new Result(null, keys.rowsRead());
  }
}
