package io.sparklancedb.commit;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.LocalChanges;
import io.sparklancedb.dataset.NativeFailure;
import io.sparklancedb.dataset.NativeLibrary;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.layout.LanceLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.WriteDatasetBuilder;
import org.lance.WriteParams;
import org.lance.operation.Overwrite;

/** Creates tables: each with its rows in its first version. */
public final class FirstVersion {
  /**
   * The version that the first commit says it is based on: no table has so many. Lance creates a
   * table by an overwrite. If the base existed, it would overwrite a table that another writer has
   * created meanwhile.
   */
  private static final long NO_VERSION = 1L << 40;

  private FirstVersion() {}

  /**
   * Makes an empty table, unless somebody else does so first.
   *
   * @param storageVersion Lance's file version; empty for the library's own choice
   * @return whether this call made it
   */
  public static boolean empty(
      TableAddress address, Schema schema, Optional<String> storageVersion) {
    NativeLibrary.load();
    try (BufferAllocator allocator = ArrowMemory.newChild("lancedb create")) {
      return empty(address, schema, storageVersion, allocator);
    }
  }

  private static boolean empty(
      TableAddress address,
      Schema schema,
      Optional<String> storageVersion,
      BufferAllocator allocator) {
    WriteDatasetBuilder builder =
        Dataset.write()
            .allocator(allocator)
            .schema(schema)
            .uri(address.uri())
            .storageOptions(address.storage().values())
            .mode(WriteParams.WriteMode.CREATE);
    storageVersion.ifPresent(builder::dataStorageVersion);
    try (Dataset made = builder.execute()) {
      LocalChanges.note(address);
      return true;
    } catch (Exception e) {
      if (NativeFailure.isAlreadyThere(e)) {
        return false;
      }
      throw TableLoader.unwritable(address, e);
    }
  }

  /**
   * Makes a table of written fragments, unless somebody else makes one first.
   *
   * @param fragments at least one, whose columns are the schema's; they tell the file version
   * @param config of the table
   * @param properties of the transaction
   * @return the first version; empty when another writer has made a table
   * @throws io.sparklancedb.error.LanceDbException when it failed and nothing is left, and another
   *     when its outcome cannot be told
   */
  static Optional<TableReference> of(
      TableAddress address,
      Schema schema,
      List<FragmentMetadata> fragments,
      Map<String, String> config,
      Map<String, String> properties) {
    NativeLibrary.load();
    Overwrite.Builder operation = Overwrite.builder().fragments(fragments).schema(schema);
    if (!config.isEmpty()) {
      operation.configUpsertValues(config);
    }
    try (BufferAllocator allocator = ArrowMemory.newChild("lancedb create");
        Transaction transaction =
            new Transaction.Builder()
                .readVersion(NO_VERSION)
                .operation(operation.build())
                .transactionProperties(properties)
                .build()) {
      return commit(address, transaction, allocator);
    }
  }

  private static Optional<TableReference> commit(
      TableAddress address, Transaction transaction, BufferAllocator allocator) {
    CommitBuilder builder =
        new CommitBuilder(address.uri(), allocator).writeParams(address.storage().values());
    try (Dataset made = builder.execute(transaction)) {
      LocalChanges.note(address);
      return Optional.of(TableReference.of(address, made));
    } catch (Exception e) {
      Optional<TableReference> own = ownVersion(address, transaction, e);
      if (own.isEmpty()) {
        removeTransaction(address, transaction);
      }
      if (own.isEmpty() && !isAlreadyThere(e)) {
        throw TableLoader.unwritable(address, e);
      }
      own.ifPresent(version -> LocalChanges.note(address));
      return own;
    }
  }

  /**
   * Lance reports this when the table was created meanwhile. It also may look for the base, a
   * version that no table has.
   */
  private static boolean isAlreadyThere(Exception e) {
    return NativeFailure.isAlreadyThere(e)
        || NativeFailure.isNotFound(e)
            && String.valueOf(e.getMessage()).contains(LanceLayout.manifest(NO_VERSION))
        || NativeFailure.isConflict(e);
  }

  /** A commit that threw may have happened all the same. */
  private static Optional<TableReference> ownVersion(
      TableAddress address, Transaction transaction, Exception e) {
    try {
      return TableLoader.latest(address).isEmpty()
          ? Optional.empty()
          : CommitAttempt.versionOf(address, transaction, 0, Long.MAX_VALUE);
    } catch (RuntimeException unknown) {
      NativeFailure failure = NativeFailure.of(e, address.storage());
      throw WriteErrors.outcomeUnknown(address.uri(), failure.reason(), failure.cause());
    }
  }

  /** Removes the transaction file, which Lance wrote before it found that it cannot commit. */
  private static void removeTransaction(TableAddress address, Transaction transaction) {
    if (address.database().isFolder()) {
      Path table = Path.of(address.uri());
      Path transactions = LanceLayout.transactionsFolder(table);
      QuietDelete.removeIfEmpty(
          transactions.resolve(LanceLayout.transaction(NO_VERSION, transaction.uuid())));
      QuietDelete.removeIfEmpty(transactions);
      for (Path made : List.of(LanceLayout.versionsFolder(table), table)) {
        if (Files.isDirectory(made)) {
          QuietDelete.removeIfEmpty(made);
        }
      }
    }
  }
}
