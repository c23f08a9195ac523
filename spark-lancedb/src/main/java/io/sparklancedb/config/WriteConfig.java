package io.sparklancedb.config;

import java.util.Map;
import java.util.Optional;

/**
 * How a table is written.
 *
 * @param vectors by column name as the user wrote it
 * @param dataStorageVersion Lance's file version for a table that this write makes
 */
public record WriteConfig(
    Optional<String> primaryKey,
    Map<String, VectorOption> vectors,
    Optional<String> dataStorageVersion) {
  public WriteConfig {
    vectors = Map.copyOf(vectors);
  }
}
