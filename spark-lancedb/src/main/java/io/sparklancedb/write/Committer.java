package io.sparklancedb.write;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.dataset.CommitOutcome;
import io.sparklancedb.dataset.Commits;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.dataset.Tables;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.error.WriteErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.lance.FragmentMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes written fragments part of a table in one version. Which rows they replace is a function of
 * a version: when another writer comes first, it is asked again of the newest version, and the same
 * files are committed on that.
 */
final class Committer {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
  private static final int MOST_ATTEMPTS = 20;
  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  /** Which rows of a version the new fragments replace. */
  interface Replaced {
    Deletions in(TableSnapshot version);
  }

  private final TableAddress address;
  private final List<WrittenFragment> fragments;
  private final Replaced replaced;

  Committer(TableAddress address, List<WrittenFragment> fragments, Replaced replaced) {
    this.address = address;
    this.fragments = fragments;
    this.replaced = replaced;
  }

  /**
   * @param replacedInBase what is replaced in the base, where that is known already
   * @return the version that holds the fragments
   */
  long commit(TableSnapshot base, Optional<Deletions> replacedInBase) {
    TableSnapshot current = base;
    Deletions deletions = replacedInBase.isPresent() ? replacedInBase.get() : replaced.in(base);
    for (int attempt = 1; ; attempt++) {
      CommitOutcome outcome = attempt(current, deletions);
      if (outcome instanceof CommitOutcome.Committed committed) {
        return committed.version();
      }
      String reason = ((CommitOutcome.Conflict) outcome).reason();
      if (attempt == MOST_ATTEMPTS) {
        throw WriteErrors.conflict(address.uri(), attempt, reason);
      }
      LOG.info("Commit to {} met another writer: {}. Trying again.", address, reason);
      pause(attempt);
      current = latest();
      deletions = replaced.in(current);
    }
  }

  private TableSnapshot latest() {
    return Tables.load(address, new VersionSelector.Latest())
        .orElseThrow(() -> TableErrors.notFound(address.uri()));
  }

  private CommitOutcome attempt(TableSnapshot base, Deletions deletions) {
    NextVersion next = NextVersion.of(base, deletions, added(base));
    return Commits.attempt(base.reference(), next.operation(), Map.of("writer", "spark-lancedb"));
  }

  /** The new fragments with the base's field ids, and ids of their own. */
  private List<FragmentMetadata> added(TableSnapshot base) {
    List<FragmentMetadata> added = new ArrayList<>();
    for (WrittenFragment fragment : fragments) {
      base.fieldIds()
          .firstMissing(fragment.columns())
          .ifPresent(
              column -> {
                throw WriteErrors.schemaChanged(address.uri(), column);
              });
      added.add(
          base.fieldIds()
              .renumber(
                  fragment.metadata(), fragment.columns(), base.nextFragmentId() + added.size()));
    }
    return added;
  }

  private static void pause(int attempt) {
    long longest = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt, 10));
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted between two attempts to commit.", e);
    }
  }
}
