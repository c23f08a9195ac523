package io.sparklancedb.config;

import static io.sparklancedb.config.Place.CATALOG;
import static io.sparklancedb.config.Place.PROPERTY;
import static io.sparklancedb.config.Place.READ;
import static io.sparklancedb.config.Place.WRITE;

import java.util.Set;

/** Options that belong together, in the order of the documentation. */
enum OptionGroup {
  ADDRESS(
      "Address",
      "Where the table is, and how it is reached. `db_uri` takes `s3a://` and `s3n://` as `s3://`, and `file:/`.",
      READ,
      WRITE,
      CATALOG),
  NAMESPACE("Catalog", "What names the tables of a catalog.", CATALOG),
  STORED(
      "Stored in the table",
      "How a table is stored. The table itself remembers it.",
      WRITE,
      CATALOG,
      PROPERTY),
  RULES(
      "Rules of a table",
      "As a property these hold for every write to the table, through a catalog or not.",
      WRITE,
      CATALOG,
      PROPERTY),
  MERGE(
      "Merge",
      "What a write does with the key of each row. An overwrite replaces all rows, and refuses these options.",
      WRITE,
      CATALOG,
      PROPERTY),
  WRITE_ROWS("Write", "How rows are written and committed.", WRITE, CATALOG, PROPERTY),
  VERSION(
      "Version",
      "Which version of the table is read: one of these, or the latest. On a table of a catalog `VERSION AS OF` and `TIMESTAMP AS OF` say so.",
      READ),
  READ_ROWS("Read", "How rows are read.", READ, CATALOG, PROPERTY),
  SEARCH(
      "Search",
      "These make a read a search, see [search.md](search.md). It needs `query_vector` or `query_text`.",
      READ),
  METADATA("Metadata", "What a table knows of itself, see [reading.md](reading.md).", READ);

  private final String title;
  private final String introduction;
  private final Set<Place> places;

  OptionGroup(String title, String introduction, Place... places) {
    this.title = title;
    this.introduction = introduction;
    this.places = Set.of(places);
  }

  String title() {
    return title;
  }

  /** What holds for all of the group, as Markdown. */
  String introduction() {
    return introduction;
  }

  /**
   * Declares an option that may be given wherever those of the group are.
   *
   * @param key a family ends in a placeholder, as in {@code vector.<column>}
   * @param meaning as Markdown
   */
  <T> Option<T> option(String key, OptionValue<T> value, String meaning) {
    return new Option<>(new OptionKey(key), this, places, value, meaning);
  }
}
