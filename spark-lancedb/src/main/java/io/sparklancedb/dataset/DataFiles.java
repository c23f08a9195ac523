package io.sparklancedb.dataset;

import io.sparklancedb.config.TableAddress;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes data files that no version names. */
public final class DataFiles {
  private static final Logger LOG = LoggerFactory.getLogger(DataFiles.class);

  private DataFiles() {}

  /**
   * Removes the files of fragments that were written and never committed, and the table's folders
   * when that leaves them empty. Never throws: what stays behind is invisible, and is said in the
   * log. In an object store the files stay for Lance's cleanup, which is the only deletion that
   * lance-core offers there.
   */
  public static void remove(TableAddress address, Collection<FragmentMetadata> uncommitted) {
    if (!address.database().isFolder()) {
      if (!uncommitted.isEmpty()) {
        LOG.warn(
            "{} uncommitted fragments stay below {} until Lance's cleanup.",
            uncommitted.size(),
            address);
      }
      return;
    }
    Path table = Path.of(address.uri());
    Path data = table.resolve("data");
    for (FragmentMetadata fragment : uncommitted) {
      for (DataFile file : fragment.getFiles()) {
        removeQuietly(data.resolve(file.getPath()));
      }
    }
    removeQuietly(data);
    removeQuietly(table);
  }

  private static void removeQuietly(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException e) {
      // Others have files there.
    } catch (IOException e) {
      LOG.warn(
          "Could not remove {}: it is invisible to readers and stays until Lance's cleanup.",
          path,
          e);
    }
  }
}
