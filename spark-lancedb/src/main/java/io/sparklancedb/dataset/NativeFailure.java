package io.sparklancedb.dataset;

import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.NativeReason;

/** Reads what the native library threw: its kind stands only in its text. */
record NativeFailure(String reason, Throwable cause) {
  /** Without secrets: neither the reason nor the cause holds a storage option. */
  static NativeFailure of(Throwable thrown, StorageOptions storage) {
    String reason = NativeReason.of(thrown);
    String redacted = storage.redact(reason);
    boolean clean =
        String.valueOf(thrown.getMessage())
            .equals(storage.redact(String.valueOf(thrown.getMessage())));
    return new NativeFailure(redacted, clean ? thrown : null);
  }

  /** Lance says so of a table, and of a version of it. */
  static boolean isNotFound(Throwable thrown) {
    return thrown instanceof IllegalArgumentException
        && !(thrown instanceof LanceDbException)
        && NativeReason.of(thrown).contains("was not found");
  }

  static boolean isAlreadyThere(Throwable thrown) {
    return NativeReason.of(thrown).contains("Dataset already exists");
  }

  /** Another transaction came first, and this one certainly was not committed. */
  static boolean isConflict(Throwable thrown) {
    String reason = NativeReason.of(thrown);
    return reason.contains("commit conflict")
        || reason.contains("Incompatible transaction")
        || reason.contains("conflicting transaction")
        || reason.contains("Too much write contention");
  }
}
