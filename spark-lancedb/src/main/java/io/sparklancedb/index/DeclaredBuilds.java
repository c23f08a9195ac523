package io.sparklancedb.index;

import io.sparklancedb.config.IndexDeclaration;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.LocalChanges;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.job.JobRunner;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lance.operation.UpdateConfig;
import org.lance.operation.UpdateMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the declared indexes that a table lacks, and removes those that were declared before. What
 * another client has made stays. A failure is logged and noted: results do not depend on indexes.
 */
final class DeclaredBuilds {
  private static final Logger LOG = LoggerFactory.getLogger(DeclaredBuilds.class);

  private final TableAddress address;
  private final Dataset latest;
  private final JobRunner jobs;
  private final Map<String, IndexDeclaration> replaced;

  /**
   * @param latest moves to the versions that are made
   */
  DeclaredBuilds(TableAddress address, Dataset latest, JobRunner jobs) {
    this.address = address;
    this.latest = latest;
    this.jobs = jobs;
    this.replaced = KeptDeclarations.replaced(latest.getConfig());
  }

  void make(String column, IndexDeclaration index) {
    attempt("make", column, index, () -> ensure(column, index));
  }

  /** Removes the indexes whose declarations were taken back. */
  void dropOthersThan(Set<String> wanted) {
    replaced.forEach(
        (column, index) -> {
          if (!wanted.contains(column)) {
            attempt("drop", column, index, () -> drop(column, index));
          }
        });
  }

  private void attempt(String act, String column, IndexDeclaration index, Runnable work) {
    try {
      work.run();
      FailedBuilds.forget(address, column);
    } catch (RuntimeException e) {
      String reason = DeclaredIndexes.reason(address, e);
      FailedBuilds.note(address, column, reason);
      LOG.warn(
          "Could not {} the index {} on column '{}' of table {}: {}. The next write tries again.",
          act,
          index.text(),
          column,
          address,
          reason);
    }
  }

  private void ensure(String column, IndexDeclaration index) {
    Optional<IndexDeclaration> before = Optional.ofNullable(replaced.get(column));
    boolean isOld = before.filter(old -> isMade(column, old)).isPresent();
    boolean isThere = !isOld && DeclaredIndexes.isThere(latest, column, index.kind());
    if (!isThere) {
      if (!DeclaredIndexes.canBeMade(latest, index)) {
        return;
      }
      if (!isOld && isNameTaken(column)) {
        throw TableErrors.indexNameTaken(DeclaredIndexes.name(column), column);
      }
      DeclaredIndexes.make(
          new IndexTarget(address, column, index, DeclaredIndexes.name(column), isOld),
          latest,
          jobs);
    }
    before.ifPresent(old -> forgetReplaced(column));
  }

  private void drop(String column, IndexDeclaration before) {
    if (isMade(column, before)) {
      latest.dropIndex(DeclaredIndexes.name(column));
    }
    forgetReplaced(column);
  }

  private void forgetReplaced(String column) {
    Map<String, String> gone = new HashMap<>();
    gone.put(KeptDeclarations.replacedProperty(column), null);
    UpdateConfig operation =
        UpdateConfig.builder()
            .configUpdates(UpdateMap.builder().updates(gone).replace(false).build())
            .build();
    try (Transaction transaction =
        new Transaction.Builder().readVersion(latest.version()).operation(operation).build()) {
      new CommitBuilder(latest).execute(transaction).close();
    }
    latest.checkoutLatest();
    LocalChanges.note(address);
  }

  /** Whether the index is there that was made for a declaration. */
  private boolean isMade(String column, IndexDeclaration declared) {
    return TableIndex.of(latest).stream()
        .filter(index -> index.name().equals(DeclaredIndexes.name(column)))
        .filter(index -> index.fields().equals(DeclaredIndexes.fields(latest, column)))
        .anyMatch(index -> DeclaredIndexes.isOf(latest, index, declared.kind()));
  }

  private boolean isNameTaken(String column) {
    return TableIndex.of(latest).stream()
        .anyMatch(index -> index.name().equals(DeclaredIndexes.name(column)));
  }
}
