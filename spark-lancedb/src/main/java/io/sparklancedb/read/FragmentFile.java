package io.sparklancedb.read;

import io.sparklancedb.dataset.Fragments;
import java.util.Arrays;
import java.util.List;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;

/**
 * The one file of a fragment of which no row is deleted, in the table's own folder. A task reads it
 * where it has the columns of the table under their names; else Lance's scanner is used.
 *
 * @param leaves the ids of the fields in it that have values of their own, in the file's order
 */
record FragmentFile(String path, List<Integer> leaves) implements ReadPath {
  FragmentFile {
    leaves = List.copyOf(leaves);
  }

  /** Whether the fragment is such a file. */
  static boolean isWhole(FragmentMetadata fragment) {
    return fragment.getDeletionFile() == null
        && fragment.getFiles().size() == 1
        && !Fragments.isElsewhere(fragment);
  }

  static FragmentFile of(FragmentMetadata fragment) {
    DataFile file = fragment.getFiles().get(0);
    return new FragmentFile(file.getPath(), Arrays.stream(file.getFields()).boxed().toList());
  }
}
