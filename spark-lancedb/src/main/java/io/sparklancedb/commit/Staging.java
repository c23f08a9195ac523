package io.sparklancedb.commit;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.Fragments;
import io.sparklancedb.error.FileReason;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.layout.LanceLayout;
import io.sparklancedb.layout.StagedFile;
import io.sparklancedb.layout.TestedLance;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;

/**
 * Where the tasks of one write put their files until the driver commits them: a folder of its own,
 * {@code <database>/.spark-lancedb/<table>/<write>}. The folder is removed when the write ends. So
 * no file of a killed executor, or of a late or speculative attempt, is left. In an object store
 * the tasks write into the folder of the table: there a file appears only when it is complete, and
 * there is no rename. The same holds where Lance is not of the tested version.
 *
 * @param write names the write; the files that it publishes begin with it
 * @param isOwnFolder whether it has a folder of its own, as said above; decided on the driver
 */
public record Staging(TableAddress address, String write, boolean isOwnFolder)
    implements Serializable {
  static final String FOLDER = ".spark-lancedb";

  /** While this file is there the write is under way. */
  private static final String OPEN = "open";

  private static final int ATTEMPTS = 10;

  /** Names a place for a new write; {@link #open} makes it. */
  public static Staging of(TableAddress address) {
    return of(address, TestedLance.isLoaded());
  }

  /** Only of the tested Lance is it known which files it writes, and whether they may be moved. */
  static Staging of(TableAddress address, boolean isTestedLance) {
    return new Staging(
        address,
        UUID.randomUUID().toString().replace("-", ""),
        isTestedLance && address.database().isFolder());
  }

  /** The folder of all writes to the table. */
  static Path ofTable(TableAddress address) {
    return Path.of(address.database().value(), FOLDER, address.stem());
  }

  /** The dataset that Lance is told to write fragments for. */
  public String uri() {
    return isOwnFolder ? folder().toString() : address.uri();
  }

  /** Makes the folder, on the driver, before any task. */
  public void open() {
    if (!isOwnFolder) {
      return;
    }
    try {
      createWithParents();
      Files.createFile(folder().resolve(OPEN));
    } catch (IOException e) {
      throw WriteErrors.notWritable(address.uri(), FileReason.of(e), e);
    }
  }

  /** Another write may be removing the parents, which it found to be empty. */
  private void createWithParents() throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.createDirectories(LanceLayout.dataFolder(folder()));
        return;
      } catch (NoSuchFileException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * Whether the write is still under way. A task asks when its files are complete. If the answer is
   * no, the task removes them. If it is yes, the driver has not closed the folder yet, and removes
   * them with it.
   */
  public boolean isOpen() {
    return !isOwnFolder || Files.exists(folder().resolve(OPEN));
  }

  /**
   * Moves files to where versions name them, on the driver, just before the commit.
   *
   * @return the fragments with their files' new names
   */
  public List<FragmentMetadata> publish(List<FragmentMetadata> fragments) {
    if (!isOwnFolder) {
      return fragments;
    }
    List<FragmentMetadata> published = new ArrayList<>();
    try {
      Path table = Path.of(address.uri());
      Files.createDirectories(LanceLayout.dataFolder(table));
      for (FragmentMetadata fragment : fragments) {
        published.add(publish(fragment, table));
      }
      return published;
    } catch (IOException e) {
      DataFiles.remove(address, published);
      throw WriteErrors.notWritable(address.uri(), FileReason.of(e), e);
    }
  }

  private FragmentMetadata publish(FragmentMetadata fragment, Path table) throws IOException {
    List<DataFile> files = new ArrayList<>();
    for (DataFile file : fragment.getFiles()) {
      String name = write + "_" + file.getPath();
      new StagedFile(folder(), file.getPath()).moveTo(table, name);
      files.add(Fragments.renamed(file, name));
    }
    return Fragments.withFiles(fragment, files);
  }

  /**
   * Removes files that a task has written and that are not committed. If the write has ended, also
   * removes the folder, which the task may have created again.
   */
  public void discard(Collection<FragmentMetadata> fragments) {
    if (isOwnFolder) {
      DataFiles.remove(LanceLayout.dataFolder(folder()), fragments);
      if (!isOpen()) {
        removeFolder();
      }
    } else {
      DataFiles.remove(address, fragments);
    }
  }

  /** Removes all that was not published, on the driver. From here on no task can leave anything. */
  public void close() {
    if (isOwnFolder) {
      QuietDelete.removeIfEmpty(folder().resolve(OPEN));
      removeFolder();
    }
  }

  private void removeFolder() {
    QuietDelete.removeAll(folder());
    QuietDelete.removeIfEmpty(ofTable(address));
    QuietDelete.removeIfEmpty(ofTable(address).getParent());
  }

  private Path folder() {
    return ofTable(address).resolve(write);
  }
}
