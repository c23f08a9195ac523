package io.sparklancedb.write;

import io.sparklancedb.commit.WriteMode;
import io.sparklancedb.config.MergeRules;
import io.sparklancedb.config.SchemaEvolution;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.WriteConfig;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.OptionErrors;
import io.sparklancedb.error.WriteErrors;

/** Refuses options of a write that its mode or its table cannot obey. */
record MergeLimits(TableAddress table, WriteConfig config, WriteMode mode) {
  /** An overwrite merges nothing. */
  void requireNoMergeOptions(ControlColumns control) {
    if (!mode.replacesRows() || mode.replacesTable()) {
      return;
    }
    MergeRules rules = config.rules();
    if (!rules.equals(MergeRules.UPSERT)) {
      throw OptionErrors.notForOverwriting(
          rules.whenMatched() != MergeRules.UPSERT.whenMatched()
              ? "when_matched"
              : rules.whenNotMatched() != MergeRules.UPSERT.whenNotMatched()
                  ? "when_not_matched"
                  : "when_not_matched_by_source");
    }
    if (control.hasDelete()) {
      throw OptionErrors.notForOverwriting("delete_column");
    }
  }

  /**
   * Lance assigns stable row ids in updates only.
   *
   * @param storesSequence whether the table has the sequence of the write
   */
  void requireSupported(TableSnapshot version, boolean storesSequence) {
    if (version.rowIds() == TableSnapshot.RowIds.ADDRESSES) {
      return;
    }
    if (mode.isStatement()) {
      throw WriteErrors.noRowLevelOperation(table.uri(), mode.toString());
    }
    String option = null;
    if (config.transaction().isPresent()) {
      option = "txn_app_id";
    } else if (config.schemaEvolution() != SchemaEvolution.FAIL) {
      option = "schema_evolution";
    } else if (!mode.rules().keepsAllRows()) {
      option = "when_matched' or 'when_not_matched";
    } else if (mode.mergesByRules() && storesSequence) {
      option = "sequence_column";
    }
    if (option != null) {
      throw WriteErrors.stableRowIds(table.uri(), option);
    }
  }
}
