package io.sparklancedb.config;

import static io.sparklancedb.config.Option.Use.ADDRESS;
import static io.sparklancedb.config.Option.Use.CATALOG;
import static io.sparklancedb.config.Option.Use.READ;
import static io.sparklancedb.config.Option.Use.WRITE;

import java.util.List;

/** All options of {@code format("lancedb")}. */
public final class Options {
  static final Option DB_URI =
      new Option(
          "db_uri", ADDRESS, "required", "The database: a folder or an object-store prefix.");
  static final Option TABLE_NAME =
      new Option(
          "table_name",
          ADDRESS,
          "required",
          "The table in it: letters, digits, `_`, `-`, `.`; stored at `<db_uri>/<table_name>.lance`.");
  static final Option STORAGE_OPTIONS =
      new Option(
          "storage_options.",
          ADDRESS,
          "none",
          "Passed to Lance's object store (credentials, endpoint, region); never shown.");
  static final Option INDEX_CACHE =
      new Option(
          "index_cache",
          ADDRESS,
          "`512m`, or a size",
          "The most memory in which Lance keeps parts of indexes, beside the heap of each JVM.");
  static final Option METADATA_CACHE =
      new Option(
          "metadata_cache",
          ADDRESS,
          "`128m`, or a size",
          "The most memory in which Lance keeps metadata of files, beside the heap of each JVM.");
  static final Option NAMESPACE =
      new Option(
          "namespace",
          CATALOG,
          "`folder`, `dir`, `rest`",
          "In a catalog only: what names its tables. The folder as it is, or nested namespaces that lance-core keeps in the folder (`dir`) or asks a server for (`rest`).");
  static final Option NAMESPACE_PROPERTIES =
      new Option(
          "namespace.",
          CATALOG,
          "none",
          "In a catalog only: passed to lance-core's `dir` or `rest` (`namespace.uri`, `namespace.header.Authorization`, ...); never shown.");

  static final Option VERSION =
      new Option("version", READ, "the latest, or a number", "Reads this version of the table.");
  static final Option TAG = new Option("tag", READ, "none, or a tag", "Reads the tagged version.");
  static final Option TIMESTAMP =
      new Option(
          "timestamp",
          READ,
          "none, or a time such as `2026-01-31 12:00:00`",
          "Reads the version that was the latest then; a time without a zone is in the session's.");
  static final Option BATCH_SIZE =
      new Option(
          "batch_size", READ, "`8192`, or a number from 1", "The most rows of one Arrow batch.");
  static final Option BATCH_BYTES =
      new Option(
          "batch_bytes",
          READ,
          "`2m`, or a size",
          "About the most bytes of one Arrow batch: the wider the rows, the fewer.");
  static final Option SPLIT_SIZE =
      new Option(
          "split_size",
          READ,
          "chosen by the cores, up to `128m`, or a size",
          "About what one task reads, in bytes of the columns that the query needs.");
  static final Option LOOKUP_ROWS =
      new Option(
          "lookup_rows",
          READ,
          "`1000`, or a number from 0",
          "A query with at most so many rows in its answer may be answered while it is planned, without a Spark job, where indexes find the rows or Lance aggregates a small table; 0 for never.");
  static final Option PUSH_DOWN =
      new Option(
          "push_down",
          READ,
          "`all`, `none`",
          "Whether Lance filters, limits, sorts and aggregates where it does so exactly; `none` leaves all that to Spark.");

  static final Option PRIMARY_KEY =
      new Option(
          "primary_key",
          WRITE,
          "a column",
          "The column that rows are merged on; needed when the table is made, remembered in it.");
  static final Option VECTOR =
      new Option(
          "vector.",
          WRITE,
          "inferred, `768`, `768:float16`",
          "Dimension and element type (`float16`, `float32`, `float64`) of a vector column.");
  static final Option DATA_STORAGE_VERSION =
      new Option(
          "data_storage_version",
          WRITE,
          "chosen by the types, `2.0`, `2.1`, `2.2`",
          "Lance's file version for a table that this write makes.");

  static final Option WHEN_MATCHED =
      new Option(
          "when_matched",
          WRITE,
          "`update`, `ignore`, `fail`",
          "What happens to a row whose key is in the table already.");
  static final Option WHEN_NOT_MATCHED =
      new Option(
          "when_not_matched",
          WRITE,
          "`insert`, `ignore`",
          "What happens to a row whose key is not in the table.");
  static final Option WHEN_NOT_MATCHED_BY_SOURCE =
      new Option(
          "when_not_matched_by_source",
          WRITE,
          "`keep`, `delete`",
          "What happens to rows of the table whose key is not in the DataFrame.");
  static final Option DELETE_COLUMN =
      new Option(
          "delete_column",
          WRITE,
          "none, or a boolean column",
          "Rows where it is true delete their key, and need no other column; the column is not stored.");
  static final Option DUPLICATE_KEYS =
      new Option(
          "duplicate_keys",
          WRITE,
          "`fail`, `last`",
          "The same key twice in one write; `last` writes the row with the greatest `sequence_column`.");
  static final Option SEQUENCE_COLUMN =
      new Option(
          "sequence_column",
          WRITE,
          "none, or a column",
          "Tells which of several rows of a key is the last. Where the table has the column, a row of the table with a greater value stays; else it is not stored.");
  static final Option SCHEMA_EVOLUTION =
      new Option(
          "schema_evolution",
          WRITE,
          "`fail`, `add_columns`",
          "Columns, and fields of structs, that only one side has: those that the table lacks are added, and read as null in old rows; those that the DataFrame lacks keep their values in rows that are updated, and are null in new ones.");
  static final Option NULL_STRUCTS =
      new Option(
          "null_structs",
          WRITE,
          "`refuse`, `struct_of_nulls`",
          "A null struct with lists or maps anywhere below, which Lance may read back wrong: its row is refused by its key, or it is stored as a struct of nulls.");
  static final Option DISTRIBUTION_MODE =
      new Option(
          "distribution_mode",
          WRITE,
          "`none`, `hash`, `range`",
          "How rows reach the writers: as they are partitioned, or shuffled by the key; `duplicate_keys` = `last` needs a shuffle and has `hash` unless this is set.");
  static final Option TXN_APP_ID =
      new Option(
          "txn_app_id",
          WRITE,
          "none, or a name",
          "With `txn_version`: a write that the application has committed before does nothing.");
  static final Option TXN_VERSION =
      new Option(
          "txn_version",
          WRITE,
          "none, or a number from 0",
          "The number of the write in its application; that and all smaller ones count as done.");
  static final Option COMMIT_ATTEMPTS =
      new Option(
          "commit_attempts",
          WRITE,
          "`20`, or a number from 1",
          "How often a commit that meets other writers is tried, with growing pauses.");
  static final Option KEY_MEMORY =
      new Option(
          "key_memory",
          WRITE,
          "`512m`, or bytes such as `2g`",
          "How much memory the keys of a write take on the driver; more keys than that are merged in several passes.");

  private static final List<Option> ALL =
      List.of(
          DB_URI,
          TABLE_NAME,
          STORAGE_OPTIONS,
          INDEX_CACHE,
          METADATA_CACHE,
          NAMESPACE,
          NAMESPACE_PROPERTIES,
          PRIMARY_KEY,
          VECTOR,
          DATA_STORAGE_VERSION,
          WHEN_MATCHED,
          WHEN_NOT_MATCHED,
          WHEN_NOT_MATCHED_BY_SOURCE,
          DELETE_COLUMN,
          DUPLICATE_KEYS,
          SEQUENCE_COLUMN,
          SCHEMA_EVOLUTION,
          NULL_STRUCTS,
          DISTRIBUTION_MODE,
          TXN_APP_ID,
          TXN_VERSION,
          COMMIT_ATTEMPTS,
          KEY_MEMORY,
          VERSION,
          TAG,
          TIMESTAMP,
          BATCH_SIZE,
          BATCH_BYTES,
          SPLIT_SIZE,
          LOOKUP_ROWS,
          PUSH_DOWN);

  private static final List<Option> FOR_MERGING =
      List.of(WHEN_MATCHED, WHEN_NOT_MATCHED, WHEN_NOT_MATCHED_BY_SOURCE, DELETE_COLUMN);

  /** Of one table, one version or one write. */
  private static final List<Option> NO_DEFAULTS =
      List.of(TABLE_NAME, VERSION, TAG, TIMESTAMP, TXN_APP_ID, TXN_VERSION);

  /** How a table is stored, which it tells itself. */
  private static final List<Option> STORED = List.of(PRIMARY_KEY, VECTOR, DATA_STORAGE_VERSION);

  /** What describes a table, and so holds for whoever writes it. */
  private static final List<Option> DESCRIBING = List.of(NULL_STRUCTS);

  private static final List<Option> OF_VERSION = List.of(VERSION, TAG, TIMESTAMP);

  private Options() {}

  /** Whether a property of a table holds for each write, be it through a catalog or not. */
  public static boolean describesTable(String key) {
    return covers(DESCRIBING, key);
  }

  static boolean isOfAddress(String key) {
    return ALL.stream().anyMatch(option -> option.use() == ADDRESS && option.covers(key));
  }

  static boolean isOfVersion(String key) {
    return covers(OF_VERSION, key);
  }

  /** Whether the key is of an option that an overwrite has no use for. */
  public static boolean isForMerging(String key) {
    return covers(FOR_MERGING, key);
  }

  static boolean isOnlyOfCatalog(String key) {
    return ALL.stream().anyMatch(o -> o.use() == CATALOG && o.covers(key));
  }

  /** Whether only writes have the option. */
  public static boolean isOfWrites(String key) {
    return ALL.stream().anyMatch(option -> option.use() == WRITE && option.covers(key));
  }

  /** Whether a whole catalog may have the option, or it is none of ours. */
  public static boolean mayBeOfCatalog(String key) {
    return !covers(NO_DEFAULTS, key);
  }

  /** Whether a property of a table is a default for its reads and writes. */
  public static boolean isOfTable(String key) {
    return ALL.stream().anyMatch(o -> (o.use() == READ || o.use() == WRITE) && o.covers(key))
        && !covers(NO_DEFAULTS, key)
        && !covers(STORED, key);
  }

  private static boolean covers(List<Option> options, String key) {
    return options.stream().anyMatch(option -> option.covers(key));
  }

  /** In the order of the README. */
  public static List<Option> all() {
    return ALL;
  }
}
