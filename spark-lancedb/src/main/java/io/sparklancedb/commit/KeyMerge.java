package io.sparklancedb.commit;

import io.sparklancedb.commit.KeyReader.Outcome;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.key.KeyPartition;
import java.util.OptionalLong;

/**
 * What written rows do to a version of the table: a function of their keys and the version. Keys
 * that do not fit in memory are merged in several passes, each of a partition of them.
 */
final class KeyMerge {
  /** With this many, the keys of a partition are held whatever memory they take. */
  static final int MOST_PARTITIONS = 1 << 10;

  private final WrittenKeys written;
  private final CommitPlan plan;
  private final KeyReader reader;

  KeyMerge(WrittenKeys written, CommitPlan plan) {
    this.written = written;
    this.plan = plan;
    this.reader = new KeyReader(written, plan);
  }

  /**
   * @throws io.sparklancedb.error.LanceDbException when a key is in two rows, or is in the version
   *     and must not be
   */
  ChangeSet in(TableSnapshot version) {
    int partitions = 1;
    while (true) {
      MergePasses passes = new MergePasses(written, plan, reader, version);
      OptionalLong readInVain = passes.run(partitions);
      if (readInVain.isEmpty()) {
        return passes.changes();
      }
      partitions = moreThan(partitions, readInVain.getAsLong());
    }
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
    for (int i = 0; i < partitions; i++) {
      if (reader.read(new KeyPartition(i, partitions)) instanceof Outcome.TooMany keys) {
        return OptionalLong.of(keys.rowsRead());
      }
    }
    return OptionalLong.empty();
  }

  /** As many as the keys seem to need that did not fit in so many partitions. */
  private int moreThan(int partitions, long rowsReadInVain) {
    long needed = partitions * ((written.rows() - 1) / Math.max(1, rowsReadInVain) + 1);
    long power = Long.highestOneBit(Math.max(needed, 2L * partitions - 1)) << 1;
    return (int) Math.min(MOST_PARTITIONS, power);
  }
}
