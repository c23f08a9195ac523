package io.sparklancedb.dataset;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.error.WriteErrors;
import java.util.Map;
import java.util.Optional;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lance.operation.Operation;

/** Commits transactions, each once. */
public final class Commits {
  private Commits() {}

  /**
   * Tries once to commit the operation on top of the base. Lance may place it above versions that
   * came in between and that it holds to be compatible.
   *
   * @throws io.sparklancedb.error.LanceDbException when it failed, and another when its outcome
   *     cannot be told
   */
  public static CommitOutcome attempt(
      TableReference base, Operation operation, Map<String, String> properties) {
    TableAddress address = base.address();
    try (DatasetLease lease = Tables.lease(base);
        Transaction transaction =
            new Transaction.Builder()
                .readVersion(base.version())
                .operation(operation)
                .transactionProperties(properties)
                .build()) {
      requireThere(base);
      return attempt(address, lease.dataset(), transaction);
    }
  }

  /**
   * Lance would commit onto an open version of a table that was dropped meanwhile, and so bring
   * back a table whose files and indexes are gone.
   */
  private static void requireThere(TableReference base) {
    Tables.latest(base.address())
        .filter(latest -> latest.version() >= base.version())
        .orElseThrow(() -> TableErrors.versionGone(base.address().uri(), base.version()));
  }

  private static CommitOutcome attempt(
      TableAddress address, Dataset base, Transaction transaction) {
    try (Dataset committed = new CommitBuilder(base).execute(transaction)) {
      OwnCommits.note(address, committed.version());
      return new CommitOutcome.Committed(committed.version());
    } catch (Exception e) {
      NativeFailure failure = NativeFailure.of(e, address.storage());
      if (NativeFailure.isConflict(e)) {
        return new CommitOutcome.Conflict(failure.reason());
      }
      Optional<Long> version = versionOf(address, transaction, failure);
      if (version.isPresent()) {
        OwnCommits.note(address, version.get());
        return new CommitOutcome.Committed(version.get());
      }
      throw WriteErrors.notWritable(address.uri(), failure.reason(), failure.cause());
    }
  }

  /**
   * A commit that threw may have happened all the same: looks for the transaction in the versions
   * since its base.
   */
  private static Optional<Long> versionOf(
      TableAddress address, Transaction transaction, NativeFailure failure) {
    try (Dataset latest = SharedDatabase.of(address).openLatest(address)) {
      for (long version = latest.version(); version > transaction.readVersion(); version--) {
        try (Dataset candidate = latest.checkoutVersion(version)) {
          if (candidate
              .readTransaction()
              .filter(t -> t.uuid().equals(transaction.uuid()))
              .isPresent()) {
            return Optional.of(version);
          }
        }
      }
      return Optional.empty();
    } catch (Exception e) {
      throw WriteErrors.outcomeUnknown(address.uri(), failure.reason(), failure.cause());
    }
  }
}
