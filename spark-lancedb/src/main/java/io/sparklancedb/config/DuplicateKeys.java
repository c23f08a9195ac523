package io.sparklancedb.config;

/** The same key twice in one write. */
public enum DuplicateKeys {
  /** The write fails. */
  FAIL,
  /** The row with the greatest sequence is written. */
  LAST
}
