package io.sparklancedb.commit;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.DatasetCache;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.error.FileReason;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.layout.LanceLayout;
import io.sparklancedb.layout.TestedLance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.Version;
import org.lance.fragment.DataFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Orphan files: those of writes whose driver died before it could commit or remove them. */
public final class OrphanFiles {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanFiles.class);

  private final TableAddress address;
  private final Instant before;

  private OrphanFiles(TableAddress address, Instant before) {
    this.address = address;
    this.before = before;
  }

  /** Removes, from a folder, those of writes that began longer ago than this. */
  public static void remove(TableAddress address, Duration olderThan) {
    if (!address.database().isFolder()) {
      throw TableErrors.noRemoval(address.uri());
    }
    OrphanFiles leftovers = new OrphanFiles(address, Instant.now().minus(olderThan));
    try {
      leftovers.removeStaged();
      if (TestedLance.isLoaded()) {
        leftovers.removeUnnamed();
      } else {
        // Another version of Lance may put files there that versions name otherwise.
        LOG.warn("Files in the data folder of {} stay for Lance's own cleanup.", address);
      }
    } catch (IOException e) {
      throw WriteErrors.notWritable(address.uri(), FileReason.of(e), e);
    }
  }

  private void removeStaged() throws IOException {
    for (Path write : old(Staging.ofTable(address))) {
      new Staging(address, write.getFileName().toString(), true).close();
    }
  }

  /** A driver may have died between moving its files and its commit, or right after that. */
  private void removeUnnamed() throws IOException {
    List<Path> files = old(LanceLayout.dataFolder(Path.of(address.uri())));
    if (!files.isEmpty()) {
      Set<String> named = named();
      files.stream()
          .filter(file -> !named.contains(file.getFileName().toString()))
          .forEach(QuietDelete::removeIfEmpty);
    }
  }

  /** The data files of all versions. */
  private Set<String> named() {
    Set<String> named = new HashSet<>();
    try (Dataset latest = DatasetCache.of(address).openLatest(address)) {
      for (Version version : latest.listVersions()) {
        try (Dataset older = latest.checkoutVersion(version.getId())) {
          for (Fragment fragment : older.getFragments()) {
            fragment.metadata().getFiles().stream().map(DataFile::getPath).forEach(named::add);
          }
        }
      }
      return named;
    } catch (RuntimeException e) {
      throw TableLoader.unreachable(address, e);
    }
  }

  private List<Path> old(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    List<Path> old = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path path : all.toList()) {
        if (Files.getLastModifiedTime(path).toInstant().isBefore(before)) {
          old.add(path);
        }
      }
    }
    return old;
  }
}
