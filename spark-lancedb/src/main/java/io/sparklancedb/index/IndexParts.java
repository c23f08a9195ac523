package io.sparklancedb.index;

import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.job.Piece;
import java.io.Serializable;
import java.util.function.Function;
import org.lance.Dataset;

/**
 * An index that is built in parts.
 *
 * @param table the version whose rows it covers
 * @param id names the folder of its files
 */
record IndexParts(TableReference table, IndexTarget target, String id) implements Serializable {
  /**
   * Works on the version. Tasks do not share a dataset for it: one would wait for the other.
   *
   * @throws io.sparklancedb.error.LanceDbException when that fails
   */
  <R> R work(Function<Dataset, R> work) {
    Piece.stopIfCancelled();
    try (Dataset dataset = TableLoader.open(table)) {
      return work.apply(dataset);
    } catch (Exception e) {
      // The native library throws checked exceptions that it does not declare.
      throw TableLoader.unwritable(table.address(), e);
    }
  }
}
