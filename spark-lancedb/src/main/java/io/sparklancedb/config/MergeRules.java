package io.sparklancedb.config;

import java.io.Serializable;

/**
 * What a merge does with each key.
 *
 * @param whenMatched the key is in the table already
 * @param whenNotMatched it is not
 * @param whenNotMatchedBySource a row of the table has a key that no row of the DataFrame has
 */
public record MergeRules(
    WhenMatched whenMatched,
    WhenNotMatched whenNotMatched,
    WhenNotMatchedBySource whenNotMatchedBySource)
    implements Serializable {
  /** A row's key is in the table already. */
  public enum WhenMatched {
    /** The row replaces the table's. */
    UPDATE,
    /** The row replaces the table's, unless they are the same in what is compared. */
    UPDATE_CHANGED,
    /** The table's row stays. */
    IGNORE,
    /** The write fails. */
    FAIL
  }

  /** A row's key is not in the table. */
  public enum WhenNotMatched {
    INSERT,
    IGNORE
  }

  /** A key of the table is not in the DataFrame. */
  public enum WhenNotMatchedBySource {
    KEEP,
    DELETE
  }

  public static final MergeRules UPSERT =
      new MergeRules(WhenMatched.UPDATE, WhenNotMatched.INSERT, WhenNotMatchedBySource.KEEP);

  /** A key that is there keeps its row. */
  public static final MergeRules INSERT_NEW =
      new MergeRules(WhenMatched.IGNORE, WhenNotMatched.INSERT, WhenNotMatchedBySource.KEEP);

  /** Whether keys that are there stay as they are, and no others come. */
  public boolean changesNothing() {
    return whenMatched == WhenMatched.IGNORE
        && whenNotMatched == WhenNotMatched.IGNORE
        && whenNotMatchedBySource == WhenNotMatchedBySource.KEEP;
  }

  /** Whether rows whose keys are there replace rows of the table. */
  public boolean updates() {
    return whenMatched == WhenMatched.UPDATE || comparesRows();
  }

  /** Whether rows whose keys are there are compared with rows of the table. */
  public boolean comparesRows() {
    return whenMatched == WhenMatched.UPDATE_CHANGED;
  }

  /** Whether every row of the DataFrame that is no deletion is a row of the result. */
  public boolean keepsAllRows() {
    return whenMatched == WhenMatched.UPDATE && whenNotMatched == WhenNotMatched.INSERT;
  }
}
