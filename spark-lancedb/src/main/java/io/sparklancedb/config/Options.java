package io.sparklancedb.config;

import static io.sparklancedb.config.Option.Use.ADDRESS;
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

  private static final List<Option> ALL =
      List.of(
          DB_URI,
          TABLE_NAME,
          STORAGE_OPTIONS,
          PRIMARY_KEY,
          VECTOR,
          DATA_STORAGE_VERSION,
          VERSION,
          TAG,
          TIMESTAMP,
          BATCH_SIZE);

  private Options() {}

  /** In the order of the README. */
  public static List<Option> all() {
    return ALL;
  }
}
