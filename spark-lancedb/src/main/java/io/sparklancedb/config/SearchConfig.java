package io.sparklancedb.config;

import java.util.Optional;

/**
 * A search of one table.
 *
 * @param limit the most rows
 * @param where Spark's SQL; only rows that meet it are ranked
 */
public record SearchConfig(Query query, int limit, Optional<String> where) {
  /** The most rows of a search: Lance takes memory for all of them before it begins. */
  public static final int MOST_ROWS = 10_000;

  /** By what rows are ranked. */
  public sealed interface Query {}

  public record ByVector(VectorSearch vector) implements Query {}

  public record ByText(TextSearch text) implements Query {}

  public record Hybrid(VectorSearch vector, TextSearch text, Fusion fusion) implements Query {}
}
