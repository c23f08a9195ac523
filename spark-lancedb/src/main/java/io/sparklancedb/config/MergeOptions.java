package io.sparklancedb.config;

import static io.sparklancedb.config.MergeRules.WhenMatched.UPDATE_CHANGED;
import static io.sparklancedb.config.OptionGroup.MERGE;

import io.sparklancedb.config.MergeRules.WhenMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatchedBySource;
import io.sparklancedb.error.OptionErrors;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a write does with each key. */
final class MergeOptions {
  private static final Option<WhenMatched> WHEN_MATCHED =
      MERGE.option(
          "when_matched",
          Choice.of(WhenMatched.class).orElse(WhenMatched.UPDATE),
          "What happens to a row whose key is in the table already; `update_changed` leaves a row of the table that is the same in the compared columns.");
  private static final Option<Optional<List<String>>> COMPARE_COLUMNS =
      MERGE.option(
          "compare_columns",
          new ColumnNames().orElseUse("all columns that are written"),
          "With `when_matched` = `update_changed`: in which columns rows are compared.");
  private static final Option<WhenNotMatched> WHEN_NOT_MATCHED =
      MERGE.option(
          "when_not_matched",
          Choice.of(WhenNotMatched.class).orElse(WhenNotMatched.INSERT),
          "What happens to a row whose key is not in the table.");
  private static final Option<WhenNotMatchedBySource> WHEN_NOT_MATCHED_BY_SOURCE =
      MERGE.option(
          "when_not_matched_by_source",
          Choice.of(WhenNotMatchedBySource.class).orElse(WhenNotMatchedBySource.KEEP),
          "What happens to rows of the table whose key is not in the DataFrame.");
  static final Option<Optional<String>> DELETE_COLUMN =
      MERGE.option(
          "delete_column",
          new Text("a boolean column").orElseUse("none"),
          "Rows where it is true delete their key, and need no other column; the column is not stored.");

  static final List<Option<?>> ALL =
      List.of(
          WHEN_MATCHED,
          COMPARE_COLUMNS,
          WHEN_NOT_MATCHED,
          WHEN_NOT_MATCHED_BY_SOURCE,
          DELETE_COLUMN);

  private MergeOptions() {}

  /**
   * @throws io.sparklancedb.error.LanceDbException where no row would have an effect
   */
  static MergeRules rules(Map<String, String> written) {
    MergeRules rules =
        new MergeRules(
            WHEN_MATCHED.in(written),
            WHEN_NOT_MATCHED.in(written),
            WHEN_NOT_MATCHED_BY_SOURCE.in(written));
    if (rules.changesNothing() && DELETE_COLUMN.in(written).isEmpty()) {
      throw OptionErrors.changesNothing();
    }
    return rules;
  }

  /**
   * @throws io.sparklancedb.error.LanceDbException where no rows are compared
   */
  static Optional<List<String>> compareColumns(Map<String, String> written) {
    if (COMPARE_COLUMNS.isGivenIn(written) && !WHEN_MATCHED.in(written).equals(UPDATE_CHANGED)) {
      throw OptionErrors.needs(
          COMPARE_COLUMNS.key().text(),
          WHEN_MATCHED.key().text() + "' = '" + UPDATE_CHANGED.name().toLowerCase(Locale.ROOT));
    }
    return COMPARE_COLUMNS.in(written);
  }
}
