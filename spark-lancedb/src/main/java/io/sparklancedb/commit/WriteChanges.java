package io.sparklancedb.commit;

import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.index.RowAddresses;
import io.sparklancedb.job.JobRunner;
import java.util.Optional;
import org.apache.arrow.vector.BigIntVector;

/**
 * What the rows of a write do to a version.
 *
 * @param write with its rows' files where versions name them
 * @param jobs does what is too much for the driver
 */
record WriteChanges(CommitPlan plan, StagedWrite write, JobRunner jobs) implements ChangeSource {
  /**
   * @throws io.sparklancedb.error.LanceDbException when a key is in two rows, or is in the version
   *     and must not be
   */
  @Override
  public ChangeSet in(TableSnapshot version) {
    if (plan.mode().replacesAllRows()) {
      return ChangeSet.replacement(version, write.fragments());
    }
    if (write.keyColumn().isEmpty()) {
      return ChangeSet.withoutKeys(deletions(version), write.fragments());
    }
    ChangeSet changes = version.rows() == 0 ? insertion() : merged(version);
    write.expectedInserts().ifPresent(inserts -> requireInserted(inserts, changes));
    return changes;
  }

  private ChangeSet insertion() {
    requireDistinct();
    return ChangeSet.insertion(write.fragments(), plan.rules());
  }

  private ChangeSet merged(TableSnapshot version) {
    KeyMerge merge = new KeyMerge(WrittenKeys.published(write), plan, jobs);
    return foundByTasks(merge, version).orElseGet(() -> merge.in(version));
  }

  /** Empty when not all tasks have looked for their keys, or they have in another version. */
  private Optional<ChangeSet> foundByTasks(KeyMerge merge, TableSnapshot version) {
    TableSnapshot base = plan.base().orElse(version);
    boolean isBase = version.reference().equals(base.reference()) || version.isSameAs(base);
    if (write.matches().isEmpty()
        || !isBase
        || !write.matches().stream().allMatch(task -> task.isOf(base.reference()))) {
      return Optional.empty();
    }
    requireDistinct();
    return merge.of(write.matches(), version);
  }

  private void requireDistinct() {
    DistinctKeys.require(write, WrittenKeys.published(write), plan, jobs);
  }

  private void requireInserted(long expected, ChangeSet changes) {
    long inserted = changes.counts().inserted();
    if (inserted != expected) {
      throw WriteErrors.keysAreThere(
          write.address().uri(),
          write.keyColumn().orElseThrow(),
          expected - inserted,
          plan.mode().toString());
    }
  }

  /** The rows that a statement names by their addresses, or by a condition. */
  private DeletedRows deletions(TableSnapshot version) {
    DeletedRows deletions = new DeletedRows();
    plan.mode()
        .replacedWhere()
        .ifPresent(where -> RowAddresses.where(version.reference(), where, deletions::add));
    WrittenKeys.published(write)
        .read(
            Content.DELETED_KEYS,
            (fragment, first, addresses) -> {
              for (int i = 0; i < addresses.getValueCount(); i++) {
                deletions.add(((BigIntVector) addresses).get(i));
              }
              return true;
            });
    return deletions;
  }
}
