package io.sparklancedb.read;

import io.sparklancedb.dataset.Fragments;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;

/**
 * The one file of a fragment of which no row is deleted, in the table's own folder.
 *
 * @param leaves the ids of the fields in it that have values of their own, in the file's order
 */
record FragmentFile(String path, List<Integer> leaves) implements Serializable {
  FragmentFile {
    leaves = List.copyOf(leaves);
  }

  static Optional<FragmentFile> of(FragmentMetadata fragment) {
    if (fragment.getDeletionFile() != null
        || fragment.getFiles().size() != 1
        || Fragments.isElsewhere(fragment)) {
      return Optional.empty();
    }
    DataFile file = fragment.getFiles().get(0);
    return Optional.of(
        new FragmentFile(file.getPath(), Arrays.stream(file.getFields()).boxed().toList()));
  }
}
