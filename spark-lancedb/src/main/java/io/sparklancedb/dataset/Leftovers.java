package io.sparklancedb.dataset;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.error.FileReason;
import io.sparklancedb.error.WriteErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.cleanup.CleanupPolicy;
import org.lance.fragment.DataFile;

/** Files of writes whose driver died before it could commit or remove them. */
final class Leftovers {
  private final TableAddress address;
  private final Instant before;

  private Leftovers(TableAddress address, Instant before) {
    this.address = address;
    this.before = before;
  }

  /** Removes those of writes that began longer ago than this. */
  static void remove(TableAddress address, Duration olderThan) {
    Leftovers leftovers = new Leftovers(address, Instant.now().minus(olderThan));
    try {
      if (address.database().isFolder()) {
        leftovers.removeFromFolder();
      }
      leftovers.cleanUp(olderThan);
    } catch (IOException e) {
      throw WriteErrors.notWritable(address.uri(), FileReason.of(e), e);
    }
  }

  private void removeFromFolder() throws IOException {
    for (Path write : children(Staging.ofTable(address))) {
      Instant began = Files.getLastModifiedTime(write).toInstant();
      if (began.isBefore(before)) {
        removePublished(write.getFileName().toString(), began);
        new Staging(address, write.getFileName().toString()).close();
      }
    }
  }

  /** The driver may have died between moving its files and its commit, or right after that. */
  private void removePublished(String write, Instant began) throws IOException {
    List<Path> published =
        children(Path.of(address.uri(), "data")).stream()
            .filter(file -> file.getFileName().toString().startsWith(write))
            .toList();
    if (!published.isEmpty()) {
      Set<String> named = namedSince(began);
      published.stream()
          .filter(file -> !named.contains(file.getFileName().toString()))
          .forEach(FolderTree::removeIfEmpty);
    }
  }

  /** The data files of all versions that are not older than the write. */
  private Set<String> namedSince(Instant began) {
    Set<String> named = new HashSet<>();
    try (Dataset latest = SharedDatabase.of(address).openLatest(address)) {
      for (long number = latest.version(); number > 0; number--) {
        try (Dataset version = latest.checkoutVersion(number)) {
          for (Fragment fragment : version.getFragments()) {
            fragment.metadata().getFiles().stream().map(DataFile::getPath).forEach(named::add);
          }
          if (version.getVersion().getDataTime().toInstant().isBefore(began)) {
            return named;
          }
        } catch (IllegalArgumentException e) {
          if (NativeFailure.isNotFound(e)) {
            return named;
          }
          throw e;
        }
      }
      return named;
    } catch (RuntimeException e) {
      throw Tables.unreachable(address, e);
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  /**
   * What writers of other makes left, and in an object store what ours did, Lance tells from the
   * files of a write under way by its age of seven days, unless it is told that there is none.
   */
  private void cleanUp(Duration olderThan) {
    try (Dataset latest = SharedDatabase.of(address).openLatest(address)) {
      latest.cleanupWithPolicy(
          CleanupPolicy.builder()
              .withBeforeVersion(1)
              .withDeleteUnverified(olderThan.isZero())
              .withErrorIfTaggedOldVersions(false)
              .build());
    } catch (RuntimeException e) {
      throw Tables.unreachable(address, e);
    }
  }
}
