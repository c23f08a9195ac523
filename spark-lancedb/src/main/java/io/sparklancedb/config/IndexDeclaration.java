package io.sparklancedb.config;

import io.sparklancedb.error.OptionErrors;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An index to keep on a column, as the table property {@code index.<column>} says it: {@code
 * ivf_pq(metric=cosine, num_partitions=64)}.
 *
 * @param parameters those that are given, by name; the others are Lance's to choose
 */
public record IndexDeclaration(Kind kind, Map<String, String> parameters) implements Serializable {
  private static final Pattern TEXT = Pattern.compile("\\s*(\\w+)\\s*(?:\\(([^()]*)\\)\\s*)?");
  private static final Pattern PARAMETER = Pattern.compile("\\s*(\\w+)\\s*=\\s*(\\w+)\\s*");

  /** What an index is asked for. */
  public enum Use {
    COMPARISON,
    LABELS,
    TEXT,
    VECTORS
  }

  private enum Parameter {
    ROWS_PER_ZONE(WholeNumber.ofAtLeast(1)),
    METRIC(Choice.of("l2", "cosine", "dot")),
    NUM_PARTITIONS(WholeNumber.ofAtLeast(1)),
    NUM_SUB_VECTORS(WholeNumber.ofAtLeast(1)),
    NUM_BITS(WholeNumber.ofAtLeast(1)),
    M(WholeNumber.ofAtLeast(1)),
    EF_CONSTRUCTION(WholeNumber.ofAtLeast(1)),
    BASE_TOKENIZER(Choice.of("simple", "whitespace", "raw", "ngram")),
    /** Those that Lance can stem. */
    LANGUAGE(
        Choice.of(
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
            "Turkish")),
    WITH_POSITION(Choice.of("true", "false")),
    LOWER_CASE(Choice.of("true", "false")),
    STEM(Choice.of("true", "false")),
    REMOVE_STOP_WORDS(Choice.of("true", "false")),
    ASCII_FOLDING(Choice.of("true", "false"));

    private final ValueType<?> type;

    Parameter(ValueType<?> type) {
      this.type = type;
    }

    private String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Of Lance, with the parameters that each takes. */
  public enum Kind {
    BTREE(Use.COMPARISON),
    BITMAP(Use.COMPARISON),
    ZONEMAP(Use.COMPARISON, Parameter.ROWS_PER_ZONE),
    LABEL_LIST(Use.LABELS),
    NGRAM(Use.TEXT),
    FTS(
        Use.TEXT,
        Parameter.BASE_TOKENIZER,
        Parameter.LANGUAGE,
        Parameter.WITH_POSITION,
        Parameter.LOWER_CASE,
        Parameter.STEM,
        Parameter.REMOVE_STOP_WORDS,
        Parameter.ASCII_FOLDING),
    IVF_FLAT(Use.VECTORS, Parameter.METRIC, Parameter.NUM_PARTITIONS),
    IVF_PQ(
        Use.VECTORS,
        Parameter.METRIC,
        Parameter.NUM_PARTITIONS,
        Parameter.NUM_SUB_VECTORS,
        Parameter.NUM_BITS),
    IVF_HNSW_SQ(
        Use.VECTORS,
        Parameter.METRIC,
        Parameter.NUM_PARTITIONS,
        Parameter.M,
        Parameter.EF_CONSTRUCTION);

    private final Use use;
    private final List<Parameter> parameters;

    Kind(Use use, Parameter... parameters) {
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
    return new IndexDeclaration(kind, parameters(property, kind, parts.group(2)));
  }

  /**
   * @param list null where there is none
   */
  private static Map<String, String> parameters(String property, Kind kind, String list) {
    Map<String, String> parameters = new HashMap<>();
    if (list != null && !list.isBlank()) {
      for (String written : list.split(",", -1)) {
        Matcher pair = PARAMETER.matcher(written);
        if (!pair.matches()) {
          throw OptionErrors.noIndexParameter(property, written.strip());
        }
        Parameter parameter = parameter(property, kind, pair.group(1));
        parameters.put(parameter.text(), value(property, parameter, parameter.type, pair.group(2)));
      }
    }
    return parameters;
  }

  private static Parameter parameter(String property, Kind kind, String name) {
    return kind.parameters.stream()
        .filter(known -> known.text().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                OptionErrors.unknownIndexParameter(
                    property,
                    name,
                    kind.text(),
                    kind.parameters.stream().map(Parameter::text).toList()));
  }

  private static <T> String value(
      String property, Parameter parameter, ValueType<T> type, String written) {
    return type.parse(written)
        .map(type::text)
        .orElseThrow(
            () ->
                OptionErrors.badIndexParameter(
                    property, parameter.text(), written, type.expectedInsteadOf(written)));
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

  private static String kinds() {
    return Arrays.stream(Kind.values()).map(Kind::text).collect(Collectors.joining(", "));
  }
}
