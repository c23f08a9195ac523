package io.sparklancedb.commit;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.DatasetCache;
import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.FieldIds;
import io.sparklancedb.dataset.LocalChanges;
import io.sparklancedb.dataset.NativeFailure;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.dataset.VersionOrigin;
import io.sparklancedb.error.TableErrors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.operation.Merge;
import org.lance.operation.Operation;

/** Commits transactions, each once. */
public final class CommitAttempt {
  /** Our own commit would be among the newest: it was tried a moment ago. */
  private static final long LOOKED_AT_AFTER_CONFLICT = 100;

  private CommitAttempt() {}

  /**
   * Tries once to commit an operation that was drafted for the base. Lance may commit it on a newer
   * version, if it finds no conflict with the versions since the base.
   *
   * @throws io.sparklancedb.error.LanceDbException when it failed, and another when its outcome
   *     cannot be told
   */
  static CommitOutcome attempt(
      TableReference base, Operation operation, Map<String, String> properties) {
    return attempt(base, operation, properties, CommitFailures.OF_ROWS);
  }

  /** As above, of an operation that changes the table and writes no rows. */
  public static CommitOutcome change(
      TableReference base, Operation operation, Map<String, String> properties) {
    return attempt(base, operation, properties, CommitFailures.OF_CHANGE);
  }

  private static CommitOutcome attempt(
      TableReference base,
      Operation operation,
      Map<String, String> properties,
      CommitFailures failures) {
    TableAddress address = base.address();
    try (DatasetLease lease = TableLoader.lease(base);
        Transaction transaction =
            new Transaction.Builder()
                .readVersion(base.version())
                .operation(operation)
                .transactionProperties(properties)
                .build()) {
      if (!isNewest(base) && !TableLoader.isThere(base)) {
        return new CommitOutcome.Conflict(
            "version %d was cleaned up, or the table was made anew".formatted(base.version()));
      }
      return attempt(address, lease.dataset(), transaction, failures);
    } finally {
      // Also after a conflict: what was looked up is not the newest any more.
      LocalChanges.note(address);
    }
  }

  /**
   * Whether nobody has committed since.
   *
   * @throws io.sparklancedb.error.LanceDbException when there is no table any more
   */
  static boolean isNewest(TableReference base) {
    return newest(base).equals(base);
  }

  private static TableReference newest(TableReference base) {
    return TableLoader.latest(base.address())
        .orElseThrow(() -> TableErrors.versionGone(base.address().uri(), base.version()));
  }

  /** Gives the field ids that the columns of a schema would have after a merge. */
  public static FieldIds fieldIds(
      TableReference base, List<FragmentMetadata> fragments, Schema schema) {
    Merge merge = Merge.builder().fragments(fragments).schema(schema).build();
    try (DatasetLease lease = TableLoader.lease(base);
        Transaction transaction =
            new Transaction.Builder().readVersion(base.version()).operation(merge).build();
        Dataset detached = new CommitBuilder(lease.dataset()).detached(true).execute(transaction)) {
      return new FieldIds(detached.getLanceSchema());
    } catch (Exception e) {
      throw TableLoader.unreachable(base.address(), e);
    }
  }

  private static CommitOutcome attempt(
      TableAddress address, Dataset base, Transaction transaction, CommitFailures failures) {
    try (Dataset committed = new CommitBuilder(base).execute(transaction)) {
      return new CommitOutcome.Committed(TableReference.of(address, committed));
    } catch (Exception e) {
      NativeFailure failure = NativeFailure.of(e, address.storage());
      boolean isConflict = NativeFailure.isConflict(e);
      try {
        long most = isConflict ? LOOKED_AT_AFTER_CONFLICT : Long.MAX_VALUE;
        Optional<TableReference> version =
            versionOf(address, transaction, transaction.readVersion(), most);
        if (version.isPresent()) {
          return new CommitOutcome.Committed(version.get());
        }
      } catch (Exception unknown) {
        if (!isConflict) {
          throw failures.unknown().of(address.uri(), failure.reason(), failure.cause());
        }
      }
      if (isConflict) {
        return new CommitOutcome.Conflict(failure.reason());
      }
      NativeFailure.raiseIfOurs(e);
      throw failures.certain().of(address.uri(), failure.reason(), failure.cause());
    }
  }

  /**
   * Looks for the transaction in the newest versions since its base. A commit that threw may have
   * happened. This is so even for a conflict: when the answer of an object store is lost, Lance
   * tries again, and that try conflicts with the first.
   *
   * @param most how many of them
   */
  static Optional<TableReference> versionOf(
      TableAddress address, Transaction transaction, long base, long most) {
    try (Dataset latest = DatasetCache.of(address).openLatest(address)) {
      long oldest = Math.max(base, latest.version() - most);
      for (long version = latest.version(); version > oldest; version--) {
        try (Dataset candidate = latest.checkoutVersion(version)) {
          if (VersionOrigin.of(candidate, () -> false)
              .uuid()
              .equals(Optional.of(transaction.uuid()))) {
            return Optional.of(TableReference.of(address, candidate));
          }
        }
      }
      return Optional.empty();
    }
  }
}
