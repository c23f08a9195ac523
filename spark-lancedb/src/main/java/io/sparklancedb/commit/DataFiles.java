package io.sparklancedb.commit;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.layout.LanceLayout;
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
   * Removes the files of fragments that were published and never committed, and the table's folders
   * when that leaves them empty. In an object store the files stay for Lance's cleanup, which is
   * the only deletion that lance-core offers there.
   */
  public static void remove(TableAddress address, Collection<FragmentMetadata> uncommitted) {
    if (address.database().isFolder()) {
      Path table = Path.of(address.uri());
      remove(LanceLayout.dataFolder(table), uncommitted);
      QuietDelete.removeIfEmpty(LanceLayout.dataFolder(table));
      QuietDelete.removeIfEmpty(table);
    } else if (!uncommitted.isEmpty()) {
      LOG.warn(
          "{} uncommitted fragments stay below {} until Lance's cleanup.",
          uncommitted.size(),
          address);
    }
  }

  public static void remove(Path folder, Collection<FragmentMetadata> fragments) {
    for (FragmentMetadata fragment : fragments) {
      for (DataFile file : fragment.getFiles()) {
        QuietDelete.removeIfEmpty(folder.resolve(file.getPath()));
      }
    }
  }
}
