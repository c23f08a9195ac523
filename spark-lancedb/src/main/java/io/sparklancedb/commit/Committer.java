package io.sparklancedb.commit;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.config.WriteTransaction;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.OutcomeUnknownException;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.index.DeclaredIndexes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits written fragments in one version. What they change is computed from a version of the
 * table. When another writer commits first, it is computed again from the newest version, and the
 * same files are committed on top of that.
 */
final class Committer {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final TableAddress address;
  private final CommitPlan plan;
  private final StagedWrite write;
  private final Schema added;
  private final ColumnFiles columnFiles;
  private final ChangeSource source;
  private int retries;

  /**
   * @param write with its rows' files where versions name them
   * @param added columns that the table is to have beside its own
   */
  Committer(
      CommitPlan plan,
      StagedWrite write,
      Schema added,
      ColumnFiles columnFiles,
      ChangeSource source) {
    this.address = write.address();
    this.plan = plan;
    this.write = write;
    this.added = added;
    this.columnFiles = columnFiles;
    this.source = source;
  }

  /**
   * @param base the version that the write was planned on
   */
  CommitResult commit(TableSnapshot base) {
    Lock turn = TableCommitLock.of(address);
    try {
      turn.lockInterruptibly();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    try {
      return commitInTurn(base);
    } finally {
      turn.unlock();
    }
  }

  private CommitResult commitInTurn(TableSnapshot base) {
    DraftBuilder drafts = new DraftBuilder(plan, base.schema(), added, columnFiles);
    TableSnapshot current = newest(base);
    while (true) {
      requireFiles(base, current);
      if (plan.isApplied(current)) {
        logAppliedBefore(current);
        return new CommitResult(current.reference().version(), Map.of(), Set.of());
      }
      ChangeSet changes = source.in(current);
      if (changes.isEmpty() && plan.transaction().isEmpty()) {
        return new CommitResult(
            current.reference().version(), changes.counts().properties(), Set.of());
      }
      TransactionDraft draft = draft(drafts, current, changes);
      AttemptResult attempt = attempt(current, changes, draft);
      if (attempt.committed().isPresent()) {
        return finish(current, attempt.committed().get(), draft, properties(draft, changes));
      }
      current = attempt.newest();
    }
  }

  /** Leaves no column file when it fails. */
  private TransactionDraft draft(DraftBuilder drafts, TableSnapshot version, ChangeSet changes) {
    try {
      return drafts.on(version, changes);
    } catch (RuntimeException e) {
      columnFiles.discard();
      throw e;
    }
  }

  /**
   * Dropping a table also removes the files of writes that still run. This is so even when a new
   * table has taken its place.
   */
  private void requireFiles(TableSnapshot base, TableSnapshot current) {
    boolean othersCame = !current.reference().equals(base.reference());
    if (othersCame && !TableLoader.isThere(base.reference())) {
      boolean hadCommits = plan.earlier().commits() > 0;
      if (hadCommits && isMadeAnew(base, current)
          || !DataFiles.areThere(address, write.rowFragments())) {
        throw WriteErrors.droppedMeanwhile(address.uri());
      }
    }
  }

  /**
   * Whether another table has the place of the base's, which is not there: then what earlier
   * commits of the write have written is gone. A version that was cleaned up has newer ones.
   */
  private static boolean isMadeAnew(TableSnapshot base, TableSnapshot current) {
    long version = base.reference().version();
    return current.reference().version() <= version
        || TableLoader.reference(base.reference().address(), version).isPresent();
  }

  private void logAppliedBefore(TableSnapshot current) {
    WriteTransaction own = plan.transaction().orElseThrow();
    long last = current.lastApplied(own.application()).orElseThrow();
    if (own.version() == last) {
      LOG.info(
          "Did not write {} rows to table {}: version {} of application '{}' was applied before.",
          write.rows(),
          address,
          last,
          own.application());
    } else {
      LOG.warn(
          "Did not write {} rows to table {}: they are version {} of application '{}', and the table holds its version {} already. When its versions begin anew, as they do with a new checkpoint, give it another 'txn_app_id'.",
          write.rows(),
          address,
          own.version(),
          own.application(),
          last);
    }
  }

  /**
   * How the attempts on one version ended.
   *
   * @param newest the version to try next when the write is not committed
   */
  private record AttemptResult(Optional<TableReference> committed, TableSnapshot newest) {}

  /**
   * Repeats the attempt while the newest version equals the base in all that the draft depends on.
   */
  private AttemptResult attempt(TableSnapshot base, ChangeSet changes, TransactionDraft draft) {
    try {
      TableSnapshot current = base;
      do {
        CommitOutcome outcome =
            CommitAttempt.attempt(
                current.reference(), draft.operation(), properties(draft, changes));
        if (outcome instanceof CommitOutcome.Committed committed) {
          return new AttemptResult(Optional.of(committed.version()), current);
        }
        awaitNext(((CommitOutcome.Conflict) outcome).reason());
        current = latest();
      } while (current.isSameAs(base));
      discard(draft);
      return new AttemptResult(Optional.empty(), current);
    } catch (OutcomeUnknownException e) {
      throw e;
    } catch (RuntimeException e) {
      discard(draft);
      throw e;
    }
  }

  private void awaitNext(String reason) {
    if (plan.mode().isPinned()) {
      throw WriteErrors.changedSinceRead(address.uri(), plan.mode().toString(), reason);
    }
    retries++;
    if (retries == plan.attempts()) {
      throw WriteErrors.conflict(address.uri(), retries, reason);
    }
    LOG.info("Commit to {} met another writer: {}. Trying again.", address, reason);
    pause(retries);
  }

  private void discard(TransactionDraft draft) {
    draft.discard();
    columnFiles.discard();
  }

  private CommitResult finish(
      TableSnapshot base,
      TableReference version,
      TransactionDraft draft,
      Map<String, String> properties) {
    CommitResult result = CommitResult.of(version.version(), properties, draft.added());
    if (draft.mayMissInserts()) {
      removeConcurrentInserts(base, result);
    }
    if (draft.emptiesFragments()) {
      DeclaredIndexes.holdVectorIndexes(address);
    }
    return result;
  }

  private Map<String, String> properties(TransactionDraft draft, ChangeSet changes) {
    return TransactionDraft.properties(plan, changes.counts(), draft.added(), retries);
  }

  /**
   * Others may have committed while the tasks wrote. A pinned write stays on the version it read.
   */
  private TableSnapshot newest(TableSnapshot base) {
    boolean startsAtBase = plan.mode().isPinned() || CommitAttempt.isNewest(base.reference());
    return startsAtBase ? base : latest();
  }

  private TableSnapshot latest() {
    return TableLoader.load(address, new VersionSelector.Latest())
        .orElseThrow(() -> TableErrors.notFound(address.uri()));
  }

  /**
   * Removes rows with our keys that other clients inserted between the base and our commit. Lance
   * reported no conflict. The result is as if these rows had been in the base.
   */
  private void removeConcurrentInserts(TableSnapshot base, CommitResult result) {
    try {
      ConcurrentInserts inserts = ConcurrentInserts.between(base, result);
      if (!inserts.isEmpty()) {
        LOG.info("Others wrote to {} meanwhile: looking for our keys there.", address);
        new Committer(plan, write, added, columnFiles, inserts.removal(source)).commit(latest());
      }
    } catch (RuntimeException e) {
      throw WriteErrors.concurrentInsertsRemain(address.uri(), result.version(), e);
    }
  }

  private static void pause(int attempt) {
    long longest = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt, 10));
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("Interrupted while waiting to commit.", e);
  }
}
