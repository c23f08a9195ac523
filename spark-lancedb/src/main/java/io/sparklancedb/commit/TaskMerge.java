package io.sparklancedb.commit;

import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.config.MergeRules.WhenNotMatchedBySource;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.key.IndexShare;
import io.sparklancedb.key.KeyLocator;
import io.sparklancedb.key.KeyPartition;
import io.sparklancedb.key.LocatingRule;
import io.sparklancedb.key.TableSize;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets each task of a write look for its own keys in the version that the write was planned on. The
 * driver need not look for them then, unless other writers come first.
 *
 * @param spec of a write without rows
 * @param share what a task weighs
 */
public record TaskMerge(MergeSpec spec, TableReference version, IndexShare share)
    implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskMerge.class);

  /**
   * @param keyColumn the table's primary key; empty for a table without one
   * @return empty when tasks cannot know what becomes of their keys, or that would not pay
   */
  public static Optional<TaskMerge> of(
      CommitPlan plan, Staging staging, Optional<String> keyColumn, int tasks) {
    boolean needsAllRows =
        plan.mode().replacesAllRows()
            || plan.mode().replacesTable()
            || plan.rules().whenNotMatchedBySource() == WhenNotMatchedBySource.DELETE;
    if (needsAllRows || keyColumn.isEmpty() || tasks == 0) {
      return Optional.empty();
    }
    WrittenKeys none = new WrittenKeys(staging, false, keyColumn.get(), List.of());
    return plan.base()
        .filter(base -> base.rows() > 0 && !plan.isApplied(base))
        .filter(base -> LocatingRule.inTasks(new IndexShare(TableSize.of(base), 0, 0, tasks)))
        .flatMap(base -> of(MergeSpec.of(none, plan), base, tasks));
  }

  /** Empty when the version cannot be asked any more: the commit will tell whether that matters. */
  private static Optional<TaskMerge> of(MergeSpec spec, TableSnapshot base, int tasks) {
    try {
      return KeyLocator.share(base, spec.written().keyColumn(), tasks)
          .filter(LocatingRule::inTasks)
          .map(share -> new TaskMerge(spec, base.reference(), share));
    } catch (LanceDbException e) {
      LOG.info("The tasks of a write cannot look for its keys: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Looks for the keys of a task, when its files are complete.
   *
   * @param fragments what the task has written
   * @return empty when the driver has to look: that is cheaper, or the look has failed or has found
   *     a reason to refuse the write, which only the driver can tell for certain
   */
  public Optional<TaskMatches> match(List<WrittenFragment> fragments) {
    long start = System.nanoTime();
    WrittenKeys own = spec.written().with(fragments);
    // Whether they are numbers, which are found sooner, is known when they are read.
    if (!LocatingRule.byTask(own.rows(), true, share)) {
      return Optional.empty();
    }
    try {
      LoadedKeys keys = LoadedKeys.read(spec.with(own), version, KeyPartition.ALL);
      return keys.fit()
          ? keys.probe(share).map(matches -> found(own, matches, start))
          : Optional.empty();
    } catch (LanceDbException e) {
      LOG.info("A task leaves it to the driver to look for its keys: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private TaskMatches found(WrittenKeys own, Matches matches, long startNanos) {
    return new TaskMatches(
        version.version(),
        version.committed(),
        own.count(Content.ROWS),
        own.count(Content.DELETED_KEYS),
        matches,
        Duration.ofNanos(System.nanoTime() - startNanos));
  }
}
