package io.sparklancedb.commit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes files and folders that no version of a table names. Never throws: what stays behind is
 * invisible to readers, and is said in the log.
 */
final class QuietDelete {
  private static final Logger LOG = LoggerFactory.getLogger(QuietDelete.class);

  /** A task that does not know yet that its write has ended may put a file there meanwhile. */
  private static final int ATTEMPTS = 5;

  private QuietDelete() {}

  /** Removes the folder with all below. */
  static void removeAll(Path folder) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        for (Path path : below(folder)) {
          Files.deleteIfExists(path);
        }
        return;
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        // Changed meanwhile: look again.
      } catch (IOException e) {
        LOG.warn("Could not remove {}: it is invisible to readers and stays.", folder, e);
        return;
      }
    }
  }

  private static List<Path> below(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Removes a file, or a folder that nothing is in. */
  static void removeIfEmpty(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException e) {
      // Others have files there.
    } catch (IOException e) {
      LOG.warn("Could not remove {}: it is invisible to readers and stays.", path, e);
    }
  }
}
