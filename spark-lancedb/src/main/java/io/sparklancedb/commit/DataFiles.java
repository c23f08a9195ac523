package io.sparklancedb.commit;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.NativeFailure;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.layout.LanceLayout;
import java.nio.file.Path;
import java.util.Collection;
import org.apache.arrow.memory.BufferAllocator;
import org.lance.FragmentMetadata;
import org.lance.file.LanceFileReader;
import org.lance.fragment.DataFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Data files that are written and that no version names yet. */
public final class DataFiles {
  private static final Logger LOG = LoggerFactory.getLogger(DataFiles.class);

  private DataFiles() {}

  /** Whether the files of published fragments are all where versions name them. */
  static boolean areThere(TableAddress address, Collection<FragmentMetadata> published) {
    try (BufferAllocator allocator = ArrowMemory.newChild("lancedb files")) {
      for (FragmentMetadata fragment : published) {
        for (DataFile file : fragment.getFiles()) {
          String uri = LanceLayout.dataFile(address.uri(), file.getPath());
          LanceFileReader.open(uri, address.storage().values(), allocator).close();
        }
      }
      return true;
    } catch (Exception e) {
      if (NativeFailure.isFileNotFound(e)) {
        return false;
      }
      throw TableLoader.unreachable(address, e);
    }
  }

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
