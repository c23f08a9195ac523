package io.sparklancedb.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a read returns instead of rows. */
final class MetadataOptions {
  private static final Option<Optional<String>> TABLE =
      OptionGroup.METADATA.option(
          "metadata_table",
          Choice.of("versions", "tags", "fragments", "indexes").orElseUse("the rows"),
          "Reads what a catalog shows as `<table>.versions`, `.tags`, `.fragments` or `.indexes`.");

  static final String KEY = TABLE.key().text();
  static final List<Option<?>> ALL = List.of(TABLE);

  private MetadataOptions() {}

  static Optional<String> table(Map<String, String> written) {
    return TABLE.in(written);
  }
}
