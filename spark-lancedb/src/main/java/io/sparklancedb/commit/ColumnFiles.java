package io.sparklancedb.commit;

import io.sparklancedb.dataset.FieldIds;
import io.sparklancedb.dataset.TableSnapshot;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.FragmentMetadata;

/**
 * Writes files with some columns of a fragment, for the version that a commit is tried on. The
 * files lie where versions name them.
 */
public interface ColumnFiles {
  /**
   * Gives a new fragment the values that its rows keep of the rows that they update: of columns and
   * fields of structs that the written rows lack.
   *
   * @param base the version with the rows that are updated
   * @param next the columns of the next version
   * @param fragment of the written rows, with its files where versions name them
   * @param sourceAddresses for each of its rows the address of the row that it updates, or {@link
   *     ChangeSet#NEW}; null when all are new
   * @param ids of the columns
   * @return the fragment as it was when its rows keep nothing
   */
  FragmentMetadata preserve(
      TableSnapshot base,
      Schema next,
      FragmentMetadata fragment,
      long[] sourceAddresses,
      FieldIds ids);

  /**
   * Writes columns of a fragment of the base once more, because their structs get fields that Lance
   * cannot make up.
   *
   * @param next the columns of the next version
   * @param ids of those
   * @param columns to write
   */
  FragmentMetadata rewrite(
      TableSnapshot base,
      FragmentMetadata fragment,
      Schema next,
      FieldIds ids,
      List<String> columns);

  /** Removes what was written since the last call, when it is certain that no version names it. */
  void discard();
}
