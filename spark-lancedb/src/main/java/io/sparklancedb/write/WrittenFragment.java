package io.sparklancedb.write;

import java.io.Serializable;
import java.util.List;
import org.lance.FragmentMetadata;

/**
 * A fragment that a task wrote and nobody sees yet. Its field ids are those of a fresh table of its
 * own columns; the driver gives it the table's.
 *
 * @param columns the top-level columns in its files, in their order there
 */
record WrittenFragment(FragmentMetadata metadata, List<String> columns) implements Serializable {
  WrittenFragment {
    columns = List.copyOf(columns);
  }
}
