package io.sparklancedb.commit;

import io.sparklancedb.commit.KeyReader.Outcome;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.job.JobRunner;
import io.sparklancedb.key.KeyPartition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What written rows do to a version of the table: a function of their keys and the version. Keys
 * that do not fit in memory are merged in several passes, each of a partition of them.
 */
final class KeyMerge {
  private final MergeSpec spec;
  private final WriteMode mode;
  private final JobRunner jobs;

  KeyMerge(WrittenKeys written, CommitPlan plan, JobRunner jobs) {
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
      partitions = moreThan(partitions, readInVain.getAsLong());
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

  /** Refuses keys that are in two rows. */
  void requireDistinct() {
    int partitions = 1;
    OptionalLong readInVain = readAll(partitions);
    while (readInVain.isPresent()) {
      partitions = moreThan(partitions, readInVain.getAsLong());
      readInVain = readAll(partitions);
    }
  }

  /**
   * Returns how many rows were read until the keys of a partition did not fit; empty if all did.
   */
  private OptionalLong readAll(int partitions) {
    KeyReader reader = new KeyReader(spec);
    for (int i = 0; i < partitions; i++) {
      if (reader.read(new KeyPartition(i, partitions)) instanceof Outcome.TooMany keys) {
        return OptionalLong.of(keys.rowsRead());
      }
    }
    return OptionalLong.empty();
  }

  /** As many as the keys seem to need that did not fit in so many partitions. */
  private int moreThan(int partitions, long rowsReadInVain) {
    long needed = partitions * ((spec.written().rows() - 1) / Math.max(1, rowsReadInVain) + 1);
    long power = Long.highestOneBit(Math.max(needed, 2L * partitions - 1)) << 1;
    return (int) Math.min(KeyReader.MOST_PARTITIONS, power);
  }
}
