package io.sparklancedb.commit;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.DatasetCache;
import io.sparklancedb.dataset.LocalChanges;
import io.sparklancedb.dataset.NativeFailure;
import io.sparklancedb.dataset.TableChanges;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.dataset.VersionOrigin;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.TableErrors;
import java.util.function.Consumer;
import org.lance.Dataset;

/**
 * A change that one call of Lance makes and commits. Its transaction has no id that we know. So
 * when the call fails, the operations of the versions since tell whether it may have been
 * committed.
 */
final class NativeChange {
  private NativeChange() {}

  /**
   * @param operation Lance's name for what it commits then
   */
  static void make(TableAddress table, String operation, Consumer<Dataset> change) {
    try (Dataset latest = open(table)) {
      TableReference before = TableReference.of(table, latest);
      make(before, operation, latest, change);
    } finally {
      LocalChanges.note(table);
      TableChanges.announce(table);
    }
  }

  private static void make(
      TableReference before, String operation, Dataset latest, Consumer<Dataset> change) {
    try {
      change.accept(latest);
    } catch (LanceDbException e) {
      throw e;
    } catch (Exception e) {
      // The native library throws checked exceptions that it does not declare.
      throw CommitFailures.OF_CHANGE.of(!mayHaveHappened(before, operation), before, e);
    }
  }

  /** The newest version of a table that is to be there. */
  static Dataset open(TableAddress table) {
    try {
      return DatasetCache.of(table).openLatest(table);
    } catch (Exception e) {
      throw NativeFailure.isNotFound(e)
          ? TableErrors.notFound(table.uri())
          : TableLoader.unreachable(table, e);
    }
  }

  private static boolean mayHaveHappened(TableReference before, String operation) {
    try (Dataset latest = DatasetCache.of(before.address()).openLatest(before.address())) {
      long newest = latest.version();
      if (newest <= before.version()) {
        return !TableReference.of(before.address(), latest).equals(before);
      }
      for (long version = newest; version > before.version(); version--) {
        if (isOf(operation, latest, version)) {
          return true;
        }
      }
      return false;
    } catch (Exception e) {
      return true;
    }
  }

  private static boolean isOf(String operation, Dataset latest, long version) {
    try (Dataset candidate = latest.checkoutVersion(version)) {
      return VersionOrigin.of(candidate, () -> false)
          .operation()
          .orElse(operation)
          .equals(operation);
    }
  }
}
