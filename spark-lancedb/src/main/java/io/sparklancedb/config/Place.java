package io.sparklancedb.config;

/** Where an option may be given. */
enum Place {
  /** To a read. */
  READ,
  /** To a write. */
  WRITE,
  /** To a catalog, for all reads and writes of its tables. */
  CATALOG,
  /** As a property of a table of a catalog. */
  PROPERTY
}
