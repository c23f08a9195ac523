package io.sparklancedb.arrow.batch;

/** How a null struct is stored that Lance may not read back. */
public enum NullStructStorage {
  /** Not at all. */
  REFUSED,
  /** As a struct whose fields are null, which is no null any more. */
  STRUCT_OF_NULLS
}
