package io.sparklancedb.config;

import io.sparklancedb.error.OptionErrors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An index to keep on a column, as the table property {@code index.<column>} says it: {@code
 * ivf_pq(metric=cosine, num_partitions=64)}.
 *
 * @param parameters in the order in which they are given; the others are Lance's to choose
 */
public record IndexDeclaration(Kind kind, Map<String, String> parameters) {
  /** What precedes the column in the name of the property. */
  public static final String PREFIX = "index.";

  private static final Pattern TEXT = Pattern.compile("\\s*(\\w+)\\s*(?:\\(([^()]*)\\)\\s*)?");
  private static final Pattern PARAMETER = Pattern.compile("\\s*(\\w+)\\s*=\\s*(\\w+)\\s*");

  /** Those that Lance can stem. */
  private static final Set<String> LANGUAGES =
      Set.of(
          "Arabic",
          "Danish",
          "Dutch",
          "English",
          "Finnish",
          "French",
          "German",
          "Greek",
          "Hungarian",
          "Italian",
          "Norwegian",
          "Portuguese",
          "Romanian",
          "Russian",
          "Spanish",
          "Swedish",
          "Tamil",
          "Turkish");

  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,8}");

  /** What an index is asked for. */
  public enum Use {
    COMPARISON,
    LABELS,
    TEXT,
    VECTORS
  }

  /** Of Lance, with the parameters that each takes. */
  public enum Kind {
    BTREE(Use.COMPARISON),
    BITMAP(Use.COMPARISON),
    ZONEMAP(Use.COMPARISON, "rows_per_zone"),
    LABEL_LIST(Use.LABELS),
    NGRAM(Use.TEXT),
    FTS(
        Use.TEXT,
        "base_tokenizer",
        "language",
        "with_position",
        "lower_case",
        "stem",
        "remove_stop_words",
        "ascii_folding"),
    IVF_FLAT(Use.VECTORS, "metric", "num_partitions"),
    IVF_PQ(Use.VECTORS, "metric", "num_partitions", "num_sub_vectors", "num_bits"),
    IVF_HNSW_SQ(Use.VECTORS, "metric", "num_partitions", "m", "ef_construction");

    private final Use use;
    private final List<String> parameters;

    Kind(Use use, String... parameters) {
      this.use = use;
      this.parameters = List.of(parameters);
    }

    public Use use() {
      return use;
    }

    /** As a property writes it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public IndexDeclaration {
    parameters = Map.copyOf(parameters);
  }

  /**
   * @param property its whole name, for messages
   * @throws io.sparklancedb.error.LanceDbException for a kind, a parameter or a value that Lance
   *     does not know
   */
  public static IndexDeclaration parse(String property, String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw OptionErrors.badIndex(property, text, kinds());
    }
    Kind kind =
        Arrays.stream(Kind.values())
            .filter(known -> known.name().equalsIgnoreCase(parts.group(1)))
            .findFirst()
            .orElseThrow(() -> OptionErrors.badIndex(property, text, kinds()));
    Map<String, String> parameters = new LinkedHashMap<>();
    String list = Optional.ofNullable(parts.group(2)).orElse("");
    for (String parameter : list.isBlank() ? new String[0] : list.split(",", -1)) {
      Matcher pair = PARAMETER.matcher(parameter);
      if (!pair.matches() || !isUsable(kind, pair.group(1), pair.group(2))) {
        throw OptionErrors.badIndexParameter(property, parameter.trim(), kind.text(), known(kind));
      }
      parameters.put(pair.group(1), pair.group(2));
    }
    return new IndexDeclaration(kind, parameters);
  }

  public Optional<Integer> number(String parameter) {
    return Optional.ofNullable(parameters.get(parameter)).map(Integer::valueOf);
  }

  public Optional<String> text(String parameter) {
    return Optional.ofNullable(parameters.get(parameter));
  }

  public Optional<Boolean> flag(String parameter) {
    return Optional.ofNullable(parameters.get(parameter)).map(Boolean::valueOf);
  }

  private static boolean isUsable(Kind kind, String parameter, String value) {
    return kind.parameters.contains(parameter)
        && switch (parameter) {
          case "metric" -> List.of("l2", "cosine", "dot").contains(value);
          case "base_tokenizer" -> List.of("simple", "whitespace", "raw", "ngram").contains(value);
          case "language" -> LANGUAGES.contains(value);
          case "with_position", "lower_case", "stem", "remove_stop_words", "ascii_folding" ->
              List.of("true", "false").contains(value);
          default -> NUMBER.matcher(value).matches();
        };
  }

  private static String kinds() {
    return Arrays.stream(Kind.values()).map(Kind::text).collect(Collectors.joining(", "));
  }

  private static String known(Kind kind) {
    return String.join(", ", kind.parameters);
  }
}
