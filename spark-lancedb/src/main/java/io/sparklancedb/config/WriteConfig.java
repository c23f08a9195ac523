package io.sparklancedb.config;

import java.util.Map;
import java.util.Optional;

/**
 * How a table is written.
 *
 * @param vectors by column name as the user wrote it
 * @param dataStorageVersion Lance's file version for a table that this write makes
 * @param deleteColumn rows where it is true delete their key
 * @param sequenceColumn of several rows of a key the one with the greatest value is written; empty
 *     when a key may be there once only
 * @param distribution empty for what the other options need
 * @param commitAttempts how often a commit is tried that meets other writers, at least 1
 * @param keyMemoryBytes how much of the keys the driver holds at a time
 */
public record WriteConfig(
    Optional<String> primaryKey,
    Map<String, VectorOption> vectors,
    Optional<String> dataStorageVersion,
    MergeRules rules,
    Optional<String> deleteColumn,
    Optional<String> sequenceColumn,
    SchemaEvolution schemaEvolution,
    Optional<DistributionMode> distribution,
    Optional<WriteTransaction> transaction,
    int commitAttempts,
    long keyMemoryBytes) {
  public WriteConfig {
    vectors = Map.copyOf(vectors);
  }

  /**
   * That of a statement that says itself what happens to each row.
   *
   * @param deletion the column that is true in rows that delete their key
   */
  public WriteConfig ofRowLevelOperation(String deletion) {
    return new WriteConfig(
        primaryKey,
        vectors,
        dataStorageVersion,
        MergeRules.UPSERT,
        Optional.of(deletion),
        Optional.empty(),
        SchemaEvolution.FAIL,
        Optional.empty(),
        Optional.empty(),
        1,
        keyMemoryBytes);
  }
}
