package io.sparklancedb.config;

/** What a write does with columns that only one side has. */
public enum SchemaEvolution {
  FAIL,
  /** The table gets the columns that it lacks, and rows keep those that the DataFrame lacks. */
  ADD_COLUMNS
}
