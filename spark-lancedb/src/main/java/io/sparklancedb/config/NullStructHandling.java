package io.sparklancedb.config;

/** What a write does with a null struct that Lance may not read back. */
public enum NullStructHandling {
  REFUSE,
  /** It is stored as a struct whose fields are null. */
  STRUCT_OF_NULLS
}
