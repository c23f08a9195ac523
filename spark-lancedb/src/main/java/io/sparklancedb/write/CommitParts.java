package io.sparklancedb.write;

import io.sparklancedb.commit.WriteMode;
import io.sparklancedb.config.DistributionMode;
import io.sparklancedb.config.DuplicateKeys;
import io.sparklancedb.config.MergeRules;
import io.sparklancedb.config.WriteConfig;
import io.sparklancedb.error.OptionErrors;
import java.util.Optional;

/** Which writes may be committed in parts, so that a job that dies keeps those. */
final class CommitParts {
  private CommitParts() {}

  /**
   * @throws io.sparklancedb.error.LanceDbException for a write whose parts do not add up to it
   */
  static void require(WriteConfig config, WriteMode mode, boolean hasKey) {
    if (config.commitInterval().isEmpty()) {
      return;
    }
    if (mode.replacesRows()) {
      throw OptionErrors.notInParts("an overwrite", "its rows replace others in one version");
    }
    if (!hasKey) {
      throw OptionErrors.notInParts(
          "a table without a primary key",
          "a job that dies and runs again would write its first rows twice");
    }
    requireRules(config);
    boolean maySplitKeys =
        config.duplicateKeys() == DuplicateKeys.LAST
            && config.distribution().equals(Optional.of(DistributionMode.NONE));
    if (maySplitKeys) {
      throw OptionErrors.notInParts(
          "'duplicate_keys' = 'last' and 'distribution_mode' = 'none'",
          "the last row of a key may be committed before the others");
    }
  }

  private static void requireRules(WriteConfig config) {
    MergeRules rules = config.rules();
    if (rules.whenMatched() == MergeRules.WhenMatched.FAIL) {
      throw OptionErrors.notInParts(
          "'when_matched' = 'fail'",
          "a job that runs again would meet the rows that it has committed");
    }
    if (rules.whenNotMatchedBySource() == MergeRules.WhenNotMatchedBySource.DELETE) {
      throw OptionErrors.notInParts(
          "'when_not_matched_by_source' = 'delete'",
          "which keys are missing is known when all rows are written");
    }
    if (config.transaction().isPresent()) {
      throw OptionErrors.notInParts(
          "'txn_app_id'", "the write of a transaction is in the table as a whole, or not at all");
    }
  }

  /**
   * @param statement as SQL names it, such as {@code MERGE}
   */
  static void refuseIn(String statement, WriteConfig config) {
    if (config.commitInterval().isPresent()) {
      throw OptionErrors.notInParts(statement, "a statement changes all of its rows, or none");
    }
  }
}
