package io.sparklancedb.commit;

import io.sparklancedb.dataset.TableReference;

/** How one attempt to commit ended; everything else is thrown. */
public sealed interface CommitOutcome {
  /** The version is visible. */
  record Committed(TableReference version) implements CommitOutcome {}

  /** Another writer came first and nothing of this attempt is visible. */
  record Conflict(String reason) implements CommitOutcome {}
}
