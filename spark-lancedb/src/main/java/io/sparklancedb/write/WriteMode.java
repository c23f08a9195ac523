package io.sparklancedb.write;

/** What a write does with the rows that are there. */
enum WriteMode {
  /** Rows of the same key are replaced. */
  UPSERT,
  /** All rows are replaced. */
  REPLACE
}
