package io.sparklancedb.config;

import static io.sparklancedb.config.OptionGroup.WRITE_ROWS;

import io.sparklancedb.error.OptionErrors;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How rows are written and committed. */
final class WriteOptions {
  private static final Option<DuplicateKeys> DUPLICATE_KEYS =
      WRITE_ROWS.option(
          "duplicate_keys",
          Choice.of(DuplicateKeys.class).orElse(DuplicateKeys.FAIL),
          "The same key twice in one write; `last` writes the row with the greatest `sequence_column`.");
  static final Option<Optional<String>> SEQUENCE_COLUMN =
      WRITE_ROWS.option(
          "sequence_column",
          new Text("a column").orElseUse("none"),
          "Tells which of several rows of a key is the last. Where the table has the column, a row of the table with a greater value stays; else it is not stored.");
  private static final Option<SchemaEvolution> SCHEMA_EVOLUTION =
      WRITE_ROWS.option(
          "schema_evolution",
          Choice.of(SchemaEvolution.class).orElse(SchemaEvolution.FAIL),
          "Columns, and fields of structs, that only one side has: those that the table lacks are added, and read as null in old rows; those that the DataFrame lacks keep their values in rows that are updated, and are null in new ones.");
  private static final Option<Optional<DistributionMode>> DISTRIBUTION_MODE =
      WRITE_ROWS.option(
          "distribution_mode",
          Choice.of(DistributionMode.class).orElseUse("what 'duplicate_keys' needs"),
          "How rows reach the writers: as they are partitioned, or shuffled by the key; `duplicate_keys` = `last` needs a shuffle and has `hash` unless this is set.");
  private static final Option<Optional<String>> TXN_APP_ID =
      WRITE_ROWS
          .option(
              "txn_app_id",
              new Text("a name").orElseUse("none"),
              "With `txn_version`: a write that the application has committed before does nothing.")
          .onlyIn(Place.WRITE);
  private static final Option<Optional<Long>> TXN_VERSION =
      WRITE_ROWS
          .option(
              "txn_version",
              WholeNumber.longOfAtLeast(0).orElseUse("none"),
              "The number of the write in its application; that and all smaller ones count as done.")
          .onlyIn(Place.WRITE);
  private static final Option<Integer> COMMIT_ATTEMPTS =
      WRITE_ROWS.option(
          "commit_attempts",
          WholeNumber.ofAtLeast(1).orElse(20),
          "How often a commit that meets other writers is tried, with growing pauses.");

  /** Below a megabyte a pass over the table costs more than it holds. */
  private static final Option<Optional<Long>> KEY_MEMORY =
      WRITE_ROWS.option(
          "key_memory",
          new Size(1 << 20).orElseUse(KeyMemory.OTHERWISE),
          "How much memory the keys of a write take on the driver, or on each executor where a job looks for them; more keys than that are merged in several passes.");

  /** Each commit is a version. A job that takes longer than a year has most likely another unit. */
  private static final Option<Optional<Duration>> COMMIT_INTERVAL =
      WRITE_ROWS
          .option(
              "commit_interval",
              new TimeSpan(Duration.ofSeconds(1), Duration.ofDays(365)).orElseUse("one commit"),
              "Commits what finished tasks have written every so often, so that a long job that dies keeps its rows so far. Without it a write is one commit at its end.")
          .onlyIn(Place.WRITE);

  static final List<Option<?>> ALL =
      List.of(
          DUPLICATE_KEYS,
          SEQUENCE_COLUMN,
          SCHEMA_EVOLUTION,
          DISTRIBUTION_MODE,
          TXN_APP_ID,
          TXN_VERSION,
          COMMIT_ATTEMPTS,
          COMMIT_INTERVAL,
          KEY_MEMORY);

  private WriteOptions() {}

  /** The defaults and what was written, each value checked by itself and beside the others. */
  static WriteConfig config(Map<String, String> written) {
    return new WriteConfig(
        TableOptions.PRIMARY_KEY.in(written),
        TableOptions.VECTOR.in(written),
        IndexOption.parse(TableOptions.INDEX.in(written)),
        TableOptions.DATA_STORAGE_VERSION.in(written),
        MergeOptions.rules(written),
        MergeOptions.compareColumns(written),
        MergeOptions.DELETE_COLUMN.in(written),
        duplicateKeys(written),
        SEQUENCE_COLUMN.in(written),
        SCHEMA_EVOLUTION.in(written),
        TableOptions.NULL_STRUCTS.in(written),
        DISTRIBUTION_MODE.in(written),
        transaction(written),
        COMMIT_ATTEMPTS.in(written),
        COMMIT_INTERVAL.in(written),
        KeyMemory.of(KEY_MEMORY.in(written)));
  }

  private static DuplicateKeys duplicateKeys(Map<String, String> written) {
    DuplicateKeys duplicates = DUPLICATE_KEYS.in(written);
    if (duplicates == DuplicateKeys.LAST && !SEQUENCE_COLUMN.isGivenIn(written)) {
      throw OptionErrors.needs(DUPLICATE_KEYS.key() + "' = 'last", SEQUENCE_COLUMN.key().text());
    }
    return duplicates;
  }

  private static Optional<WriteTransaction> transaction(Map<String, String> written) {
    requireBeside(TXN_APP_ID, TXN_VERSION, written);
    requireBeside(TXN_VERSION, TXN_APP_ID, written);
    return TXN_APP_ID
        .in(written)
        .flatMap(
            application ->
                TXN_VERSION.in(written).map(version -> new WriteTransaction(application, version)));
  }

  private static void requireBeside(
      Option<?> given, Option<?> needed, Map<String, String> written) {
    if (given.isGivenIn(written) && !needed.isGivenIn(written)) {
      throw OptionErrors.needs(given.key().text(), needed.key().text());
    }
  }
}
