package io.sparklancedb.commit;

import io.sparklancedb.config.IndexDeclaration;
import io.sparklancedb.config.KeyMemory;
import io.sparklancedb.config.MergeRules;
import io.sparklancedb.config.WriteTransaction;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.types.ComparedField;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the driver does when the tasks have written.
 *
 * @param base the version that the write is pinned to; empty when there is no table yet
 * @param missing columns of the table that the written rows lack
 * @param incomplete columns of the table of whose structs the written rows lack fields
 * @param sequence column of the table that tells which of two rows of a key is the later one
 * @param compared columns of the written rows in which those that change nothing are as the table's
 * @param attempts how often a commit is tried that meets other writers
 * @param keyMemory how much of the keys is held at a time
 * @param indexes that the table is to keep, by the names of its columns; empty for one that is to
 *     go
 * @param properties of a table that the write creates
 * @param earlier what commits of the same write have done before
 */
public record CommitPlan(
    WriteMode mode,
    Optional<TableSnapshot> base,
    Optional<WriteTransaction> transaction,
    List<String> missing,
    List<String> incomplete,
    Optional<String> sequence,
    List<ComparedField> compared,
    int attempts,
    KeyMemory keyMemory,
    Map<String, Optional<IndexDeclaration>> indexes,
    Map<String, String> properties,
    WriteTotals earlier) {
  public CommitPlan {
    missing = List.copyOf(missing);
    incomplete = List.copyOf(incomplete);
    compared = List.copyOf(compared);
    indexes = Map.copyOf(indexes);
    properties = Map.copyOf(properties);
  }

  /**
   * That of the next commit of the same write.
   *
   * @param committed the version of the result's number
   * @throws io.sparklancedb.error.LanceDbException when it is that of another table, which has
   *     taken the place meanwhile
   */
  public CommitPlan after(CommitResult result, TableSnapshot committed) {
    if (!result.isOf(committed)) {
      throw WriteErrors.droppedMeanwhile(committed.reference().address().uri());
    }
    return new CommitPlan(
        mode,
        Optional.of(committed),
        transaction,
        missing,
        incomplete,
        sequence,
        compared,
        attempts,
        keyMemory,
        indexes,
        properties,
        earlier.and(result.properties()));
  }

  MergeRules rules() {
    return mode.rules();
  }

  /** Whether rows that update others keep something of those. */
  boolean preservesValues() {
    return !missing.isEmpty() || !incomplete.isEmpty();
  }

  boolean isApplied(TableSnapshot version) {
    return transaction.filter(version::hasApplied).isPresent();
  }
}
