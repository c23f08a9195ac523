package io.sparklancedb.dataset;

import java.util.List;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lance.fragment.DeletionFile;

/** Copies of fragments that differ in one thing. */
public final class Fragments {
  private Fragments() {}

  public static FragmentMetadata withFiles(FragmentMetadata fragment, List<DataFile> files) {
    return copy(
        fragment.getId(), files, fragment.getPhysicalRows(), fragment.getDeletionFile(), fragment);
  }

  public static FragmentMetadata with(FragmentMetadata fragment, DeletionFile deletions) {
    return copy(
        fragment.getId(), fragment.getFiles(), fragment.getPhysicalRows(), deletions, fragment);
  }

  public static FragmentMetadata withRows(FragmentMetadata fragment, long physicalRows) {
    return copy(
        fragment.getId(), fragment.getFiles(), physicalRows, fragment.getDeletionFile(), fragment);
  }

  /** A new fragment's id and files. */
  public static FragmentMetadata with(FragmentMetadata fragment, int id, List<DataFile> files) {
    return copy(id, files, fragment.getPhysicalRows(), fragment.getDeletionFile(), fragment);
  }

  /**
   * A new fragment to which Lance gives its number when it commits, after those of other writers.
   */
  public static FragmentMetadata unnumbered(FragmentMetadata fragment) {
    return with(fragment, 0, fragment.getFiles());
  }

  /** Whether it has data files in another table: a clone names the files of the original. */
  public static boolean isElsewhere(FragmentMetadata fragment) {
    return fragment.getFiles().stream().anyMatch(file -> file.getBaseId().isPresent());
  }

  public static DataFile renamed(DataFile file, String name) {
    return with(file, name, file.getFields());
  }

  public static DataFile with(DataFile file, int[] fields) {
    return with(file, file.getPath(), fields);
  }

  private static DataFile with(DataFile file, String name, int[] fields) {
    return new DataFile(
        name,
        fields,
        file.getColumnIndices(),
        file.getFileMajorVersion(),
        file.getFileMinorVersion(),
        file.getFileSizeBytes(),
        file.getBaseId().orElse(null));
  }

  private static FragmentMetadata copy(
      int id, List<DataFile> files, long rows, DeletionFile deletions, FragmentMetadata rest) {
    return new FragmentMetadata(
        id,
        files,
        rows,
        deletions,
        rest.getRowIdMeta(),
        rest.getCreatedAtVersionMeta(),
        rest.getLastUpdatedAtVersionMeta());
  }
}
