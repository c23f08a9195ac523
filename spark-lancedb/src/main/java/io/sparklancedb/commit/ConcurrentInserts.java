package io.sparklancedb.commit;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableSnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lance.FragmentMetadata;

/**
 * Fragments that other writers have added between the base of a commit and its version.
 *
 * @param fragments their ids
 */
record ConcurrentInserts(Set<Integer> fragments) {
  ConcurrentInserts {
    fragments = Set.copyOf(fragments);
  }

  static ConcurrentInserts between(TableSnapshot base, CommitResult commit) {
    Set<Integer> foreign = new HashSet<>();
    if (commit.version() > base.reference().version() + 1) {
      TableAddress address = base.reference().address();
      TableLoader.find(address, commit.version()).stream()
          .flatMap(version -> version.fragments().stream())
          .filter(fragment -> isForeign(fragment, commit.files()))
          .forEach(fragment -> foreign.add(fragment.getId()));
      base.fragments().forEach(fragment -> foreign.remove(fragment.getId()));
    }
    return new ConcurrentInserts(foreign);
  }

  private static boolean isForeign(FragmentMetadata fragment, Set<String> ownFiles) {
    return fragment.getFiles().stream().noneMatch(file -> ownFiles.contains(file.getPath()));
  }

  boolean isEmpty() {
    return fragments.isEmpty();
  }

  /** Deletes from these fragments what the source would delete from a version. */
  ChangeSource removal(ChangeSource source) {
    return version -> {
      ChangeSet changes = source.in(version);
      changes.deletions().retain(fragments);
      return new ChangeSet(changes.deletions(), List.of(), Map.of(), Map.of(), WriteCounts.NONE);
    };
  }
}
