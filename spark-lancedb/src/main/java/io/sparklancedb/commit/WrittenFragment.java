package io.sparklancedb.commit;

import io.sparklancedb.dataset.FieldIds;
import java.io.Serializable;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
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

  /**
   * The fragments with rows, with the field ids of a table that is to be made with these columns. A
   * fragment whose rows have no vector may lack columns that stand before others.
   */
  static List<FragmentMetadata> ofNewTable(Schema columns, List<WrittenFragment> written) {
    FieldIds ids = FieldIds.ofNew(columns);
    return written.stream()
        .filter(fragment -> fragment.content == Content.ROWS)
        .map(f -> ids.renumber(f.metadata, f.columns, f.metadata.getId()))
        .toList();
  }

  public long rows() {
    return metadata.getPhysicalRows();
  }
}
