package io.sparklancedb.config;

import static io.sparklancedb.config.OptionGroup.RULES;
import static io.sparklancedb.config.OptionGroup.STORED;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What describes a table, whoever writes it. */
final class TableOptions {
  static final Option<Optional<String>> PRIMARY_KEY =
      STORED.option(
          "primary_key",
          new Text("a column").orElseUse("the table's own"),
          "The column that rows are merged on; needed when the table is made, remembered in it.");
  static final Option<Map<String, VectorOption>> VECTOR =
      STORED.option(
          "vector.<column>",
          new OptionValue.Members<>(new VectorOption.Type(), "what the data has"),
          "Dimension and element type of a vector column.");
  static final Option<Optional<String>> DATA_STORAGE_VERSION =
      STORED.option(
          "data_storage_version",
          Choice.of("2.0", "2.1", "2.2").orElseUse("what the types need"),
          "Lance's file version for a table that this write makes.");
  static final Option<Map<String, String>> INDEX =
      STORED
          .option(
              "index.<column>",
              new OptionValue.Members<>(
                  new Text("an index such as 'ivf_pq(distance_type=cosine)', 'fts' or 'bitmap'"),
                  "the table's own"),
              "An index to keep on the column, see [indexes.md](indexes.md); as an option of a write `none` drops it.")
          .onlyIn(Place.WRITE, Place.PROPERTY);
  static final Option<NullStructHandling> NULL_STRUCTS =
      RULES.option(
          "null_structs",
          Choice.of(NullStructHandling.class).orElse(NullStructHandling.REFUSE),
          "A null struct with lists or maps anywhere below, which Lance may read back wrong: its row is refused by its key, or it is stored as a struct of nulls.");

  static final List<Option<?>> ALL =
      List.of(PRIMARY_KEY, VECTOR, DATA_STORAGE_VERSION, INDEX, NULL_STRUCTS);

  private TableOptions() {}
}
