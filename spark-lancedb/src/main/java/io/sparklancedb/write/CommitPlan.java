package io.sparklancedb.write;

import io.sparklancedb.arrow.NullStructStorage;
import io.sparklancedb.config.MergeRules;
import io.sparklancedb.config.WriteTransaction;
import io.sparklancedb.dataset.TableSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the driver does when the tasks have written.
 *
 * @param base the version that the write is pinned to; empty when there is no table yet
 * @param carried columns of the table that the DataFrame lacks
 * @param merged columns of the table of whose structs the DataFrame lacks fields
 * @param sequence column of the table that tells which of two rows of a key is the later one
 * @param nullStructs how a null struct is stored that Lance may not read back
 * @param attempts how often a commit is tried that meets other writers
 * @param keyMemoryBytes how much of the keys is held at a time
 * @param properties of a table that the write makes
 */
record CommitPlan(
    WriteMode mode,
    Optional<TableSnapshot> base,
    Optional<WriteTransaction> transaction,
    List<String> carried,
    List<String> merged,
    Optional<String> sequence,
    NullStructStorage nullStructs,
    int attempts,
    long keyMemoryBytes,
    Map<String, String> properties) {
  CommitPlan {
    carried = List.copyOf(carried);
    merged = List.copyOf(merged);
    properties = Map.copyOf(properties);
  }

  MergeRules rules() {
    return mode instanceof WriteMode.Upsert upsert ? upsert.rules() : MergeRules.UPSERT;
  }

  /** Whether rows that update others need something of those. */
  boolean keepsValues() {
    return !carried.isEmpty() || !merged.isEmpty();
  }

  /** The condition whose rows make way, in Lance's SQL. */
  Optional<String> replaced() {
    return mode instanceof WriteMode.ReplaceWhere where
        ? Optional.of(where.condition())
        : Optional.empty();
  }

  /** Whether rows make way for others without regard to their keys. */
  boolean replacesRows() {
    return mode instanceof WriteMode.Replace
        || mode instanceof WriteMode.ReplaceWhere
        || mode instanceof WriteMode.Redefine;
  }

  boolean isApplied(TableSnapshot version) {
    return transaction.filter(version::hasApplied).isPresent();
  }
}
