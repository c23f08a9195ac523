package io.sparklancedb.index;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.DatasetCache;
import io.sparklancedb.dataset.LocalChanges;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.job.Piece;
import java.util.List;
import org.lance.Dataset;
import org.lance.index.OptimizeOptions;

/**
 * Folds the rows that an index lacks into it, and commits. Of two who do so at the same time Lance
 * refuses one. Its failures come as results: it is the next write that tries again.
 */
record FoldPiece(String index) implements Piece<TableAddress, FoldOutcome> {
  /**
   * @throws io.sparklancedb.error.LanceDbException without secrets when the table cannot be opened:
   *     Spark logs what a task throws
   */
  @Override
  public FoldOutcome run(TableAddress address) {
    Piece.stopIfCancelled();
    try (Dataset newest = DatasetCache.of(address).openLatest(address)) {
      return fold(address, newest, OptimizeOptions.builder().indexNames(List.of(index)).build());
    } catch (Exception e) {
      // The native library throws checked exceptions that it does not declare.
      throw TableLoader.unreachable(address, e);
    }
  }

  /** In this process. */
  static FoldOutcome fold(TableAddress address, Dataset newest, OptimizeOptions options) {
    try {
      newest.optimizeIndices(options);
      return new FoldOutcome.Folded();
    } catch (Exception e) {
      // The native library throws checked exceptions that it does not declare.
      return FoldOutcome.Failed.of(address, e);
    } finally {
      LocalChanges.note(address);
    }
  }
}
