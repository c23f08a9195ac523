package io.sparklancedb.commit;

import java.io.Serializable;
import java.util.List;
import org.lance.FragmentMetadata;

/**
 * A fragment that a task wrote and nobody has committed.
 *
 * @param columns of its files, in their order
 */
public record WrittenFragment(FragmentMetadata metadata, List<String> columns, Content content)
    implements Serializable {
  /** What a fragment is for. */
  public enum Content {
    /** Rows for the table. */
    ROWS,
    /** Keys to delete, which no version ever names. */
    DELETED_KEYS
  }

  public WrittenFragment {
    columns = List.copyOf(columns);
  }

  public WrittenFragment with(FragmentMetadata other) {
    return new WrittenFragment(other, columns, content);
  }

  public long rows() {
    return metadata.getPhysicalRows();
  }
}
