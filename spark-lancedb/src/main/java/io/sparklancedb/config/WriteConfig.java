package io.sparklancedb.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a table is written.
 *
 * @param vectors by column name as the user wrote it
 * @param indexes as the write declares them, by column name as the user wrote it; empty for one
 *     that is to go
 * @param dataStorageVersion Lance's file version for a table that this write makes
 * @param compareColumns in which rows are compared, where the rules say so; empty for all
 * @param deleteColumn rows where it is true delete their key
 * @param sequenceColumn tells which of two rows of a key is the later one, be both in one write or
 *     one in the table
 * @param distribution empty for what the other options need
 * @param commitAttempts how often a commit is tried that meets other writers, at least 1
 * @param commitInterval how often what finished tasks have written is committed; empty for once, at
 *     the end
 * @param keyMemory how much of the keys a process holds at a time
 */
public record WriteConfig(
    Optional<String> primaryKey,
    Map<String, VectorOption> vectors,
    Map<String, Optional<IndexDeclaration>> indexes,
    Optional<String> dataStorageVersion,
    MergeRules rules,
    Optional<List<String>> compareColumns,
    Optional<String> deleteColumn,
    DuplicateKeys duplicateKeys,
    Optional<String> sequenceColumn,
    SchemaEvolution schemaEvolution,
    NullStructHandling nullStructs,
    Optional<DistributionMode> distribution,
    Optional<WriteTransaction> transaction,
    int commitAttempts,
    Optional<Duration> commitInterval,
    KeyMemory keyMemory) {
  public WriteConfig {
    vectors = Map.copyOf(vectors);
    indexes = Map.copyOf(indexes);
    compareColumns = compareColumns.map(List::copyOf);
  }

  /**
   * That of a statement that says itself what happens to each row.
   *
   * @param deletion the column that is true in rows that delete their key
   */
  public WriteConfig ofRowLevelOperation(String deletion) {
    return ofStatement(MergeRules.UPSERT, Optional.of(deletion));
  }

  /** That of a statement that inserts rows, and says itself what becomes of keys that are there. */
  public WriteConfig ofInsertion(MergeRules rules) {
    return ofStatement(rules, Optional.empty());
  }

  private WriteConfig ofStatement(MergeRules rules, Optional<String> deletion) {
    return new WriteConfig(
        primaryKey,
        vectors,
        indexes,
        dataStorageVersion,
        rules,
        Optional.empty(),
        deletion,
        DuplicateKeys.FAIL,
        Optional.empty(),
        SchemaEvolution.FAIL,
        nullStructs,
        Optional.empty(),
        Optional.empty(),
        commitAttempts,
        Optional.empty(),
        keyMemory);
  }
}
