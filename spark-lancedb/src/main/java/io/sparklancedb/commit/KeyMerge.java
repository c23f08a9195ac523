package io.sparklancedb.commit;

import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.job.JobRunner;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What written rows do to a version of the table: a function of their keys and the version. Keys
 * that do not fit in memory are merged in several passes, each of a partition of them.
 */
final class KeyMerge {
  /** Written rows go by their places, which bitmaps and sets of keys number. */
  private static final long MOST_ROWS = Integer.MAX_VALUE;

  private final MergeSpec spec;
  private final WriteMode mode;
  private final JobRunner jobs;

  /**
   * @throws io.sparklancedb.error.LanceDbException when there are too many rows
   */
  KeyMerge(WrittenKeys written, CommitPlan plan, JobRunner jobs) {
    if (written.rows() > MOST_ROWS) {
      throw WriteErrors.tooManyRows(written.address().uri(), written.rows(), MOST_ROWS);
    }
    this.spec = MergeSpec.of(written, plan);
    this.mode = plan.mode();
    this.jobs = jobs;
  }

  /**
   * @throws io.sparklancedb.error.LanceDbException when a key is in two rows, or is in the version
   *     and must not be
   */
  ChangeSet in(TableSnapshot version) {
    int partitions = 1;
    while (true) {
      MergePasses passes = new MergePasses(spec, mode, jobs, version);
      OptionalLong readInVain = passes.run(partitions);
      if (readInVain.isEmpty()) {
        return passes.changes();
      }
      partitions = new KeyReader(spec).moreThan(partitions, readInVain.getAsLong());
    }
  }

  /**
   * What distinct keys do of which the tasks know already what each does.
   *
   * @param tasks all that have written something
   * @return empty when tasks delete the same row, so that a row is counted twice
   */
  Optional<ChangeSet> of(List<TaskMatches> tasks, TableSnapshot version) {
    MergePasses passes = new MergePasses(spec, mode, jobs, version);
    return passes.take(tasks) ? Optional.of(passes.changes()) : Optional.empty();
  }
}
