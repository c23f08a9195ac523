package io.sparklancedb.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code docs/options.md} as the declarations of the options say it. */
final class OptionDocument {
  private static final String HEAD =
      """
      # Options

      This page is generated from the code. `OptionDocumentTest` writes it and holds it.

      Keys are compared without regard to case. A key that is no option is refused, with the nearest that is one.
      A value that an option cannot have is refused when the read or the write is planned.
      A size is a number with `k`, `m`, `g`, `t` or `p`, such as `64m`. A number alone is bytes.

      The last column says where an option has an effect:

      | where | how |
      |---|---|
      | read | `spark.read.format("lancedb").option(key, value)`, or `.option` of a read of a catalog's table |
      | write | `df.write.format("lancedb").option(key, value)`, or `.option` of a write to a catalog's table |
      | catalog | `spark.sql.catalog.<name>.<key>`: for all reads and writes of the catalog's tables |
      | property | `TBLPROPERTIES ('<key>' = '<value>')`: for all reads and writes of the table through a catalog |

      What a read or a write says wins over the table's property, and that over the catalog.
      `spark.datasource.lancedb.<key>` in the session's configuration is a default for `format("lancedb")`.
      """;

  private OptionDocument() {}

  static String text() {
    return HEAD
        + Arrays.stream(OptionGroup.values())
            .map(OptionDocument::section)
            .collect(Collectors.joining());
  }

  private static String section(OptionGroup group) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "",
                "## " + group.title(),
                group.introduction(),
                "",
                "| option | values (default first) | meaning | where |",
                "|---|---|---|---|"));
    Options.all().stream()
        .filter(option -> option.group() == group)
        .map(OptionDocument::row)
        .forEach(lines::add);
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static String row(Option<?> option) {
    return "| `%s` | %s | %s | %s |"
        .formatted(
            option.key().documented(),
            asCode(option.value().described()),
            option.meaning(),
            places(option));
  }

  private static String places(Option<?> option) {
    return option.places().stream()
        .sorted(Comparator.naturalOrder())
        .map(place -> place.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  /** What messages quote; the apostrophe within a word is no quote. */
  private static String asCode(String described) {
    return described.replaceAll("(?<!\\w)'([^']*)'(?!\\w)", "`$1`");
  }
}
