package io.sparklancedb.dataset;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.FragmentMetadata;

/**
 * What the driver knows of one version of a table, read once.
 *
 * @param primaryKey the columns that are marked as its key: none, one, or more in tables of other
 *     writers
 * @param fragments in the order of the table
 * @param storageVersion Lance's file version, such as {@code 2.1}
 * @param nextFragmentId above every id that a fragment has or that an index still knows
 * @param rowIds what the table's row ids are
 */
public record TableSnapshot(
    TableReference reference,
    Schema schema,
    FieldIds fieldIds,
    List<String> primaryKey,
    List<FragmentMetadata> fragments,
    String storageVersion,
    int nextFragmentId,
    RowIds rowIds) {
  /** What names a row. */
  public enum RowIds {
    /** Its address: it changes when the row is rewritten. */
    ADDRESSES,
    /** A number of its own, which Lance gives out when it commits. */
    STABLE
  }

  public TableSnapshot {
    primaryKey = List.copyOf(primaryKey);
    fragments = List.copyOf(fragments);
  }

  /** Rows that are not deleted. */
  public long rows() {
    return fragments.stream().mapToLong(FragmentMetadata::getNumRows).sum();
  }
}
