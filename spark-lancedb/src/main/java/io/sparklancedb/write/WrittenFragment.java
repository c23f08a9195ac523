package io.sparklancedb.write;

import java.io.Serializable;
import java.util.List;
import org.lance.FragmentMetadata;

/**
 * A fragment that a task wrote and nobody has committed.
 *
 * @param columns of its files, in their order
 */
record WrittenFragment(FragmentMetadata metadata, List<String> columns, Holds holds)
    implements Serializable {
  /** What a fragment is for. */
  enum Holds {
    /** Rows for the table. */
    ROWS,
    /** Keys to delete, which no version ever names. */
    DELETED_KEYS
  }

  WrittenFragment {
    columns = List.copyOf(columns);
  }

  WrittenFragment with(FragmentMetadata other) {
    return new WrittenFragment(other, columns, holds);
  }

  long rows() {
    return metadata.getPhysicalRows();
  }
}
