package io.sparklancedb.config;

import io.sparklancedb.error.OptionErrors;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An index to keep on a column, as {@code index.<column>} says it, be it an option of a write or a
 * property of the table: {@code ivf_pq(distance_type=cosine, num_partitions=64)}.
 *
 * @param parameters those that are given, by name; the others are Lance's to choose
 */
public record IndexDeclaration(Kind kind, Map<String, String> parameters) implements Serializable {
  private static final Pattern TEXT = Pattern.compile("\\s*(\\w+)\\s*(?:\\(([^()]*)\\)\\s*)?");
  private static final Pattern PARAMETER = Pattern.compile("\\s*(\\w+)\\s*=\\s*([\\w.]+)\\s*");

  /** What Lance calls {@code distance_type}. */
  private static final String METRIC = "metric";

  /** What an index is asked for. */
  public enum Use {
    COMPARISON,
    LABELS,
    TEXT,
    VECTORS
  }

  private enum Parameter {
    ROWS_PER_ZONE(WholeNumber.ofAtLeast(1)),
    NUMBER_OF_ITEMS(WholeNumber.ofAtLeast(1)),
    PROBABILITY(new Probability()),
    DISTANCE_TYPE(Choice.of("l2", "cosine", "dot")),
    NUM_PARTITIONS(WholeNumber.ofAtLeast(1)),
    TARGET_PARTITION_SIZE(WholeNumber.ofAtLeast(1)),
    SAMPLE_RATE(WholeNumber.ofAtLeast(1)),
    MAX_ITERATIONS(WholeNumber.ofAtLeast(1)),
    NUM_SUB_VECTORS(WholeNumber.ofAtLeast(1)),
    NUM_BITS(Choice.of("4", "8")),
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
    MAX_TOKEN_LENGTH(WholeNumber.ofAtLeast(1)),
    NGRAM_MIN_LENGTH(WholeNumber.ofAtLeast(1)),
    NGRAM_MAX_LENGTH(WholeNumber.ofAtLeast(1)),
    PREFIX_ONLY(Choice.of("true", "false")),
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

  private static final List<Parameter> OF_PARTITIONS =
      List.of(
          Parameter.DISTANCE_TYPE,
          Parameter.NUM_PARTITIONS,
          Parameter.TARGET_PARTITION_SIZE,
          Parameter.SAMPLE_RATE,
          Parameter.MAX_ITERATIONS);
  private static final List<Parameter> OF_CODES =
      with(OF_PARTITIONS, Parameter.NUM_SUB_VECTORS, Parameter.NUM_BITS);

  /** Of Lance, with the parameters that each takes. */
  public enum Kind {
    BTREE(Use.COMPARISON),
    BITMAP(Use.COMPARISON),
    ZONEMAP(Use.COMPARISON, List.of(Parameter.ROWS_PER_ZONE)),
    BLOOM_FILTER(Use.COMPARISON, List.of(Parameter.NUMBER_OF_ITEMS, Parameter.PROBABILITY)),
    LABEL_LIST(Use.LABELS),
    NGRAM(Use.TEXT),
    FTS(
        Use.TEXT,
        List.of(
            Parameter.BASE_TOKENIZER,
            Parameter.LANGUAGE,
            Parameter.WITH_POSITION,
            Parameter.MAX_TOKEN_LENGTH,
            Parameter.LOWER_CASE,
            Parameter.STEM,
            Parameter.REMOVE_STOP_WORDS,
            Parameter.ASCII_FOLDING,
            Parameter.NGRAM_MIN_LENGTH,
            Parameter.NGRAM_MAX_LENGTH,
            Parameter.PREFIX_ONLY)),
    IVF_FLAT(Use.VECTORS, OF_PARTITIONS),
    IVF_SQ(Use.VECTORS, OF_PARTITIONS),
    IVF_PQ(Use.VECTORS, OF_CODES),
    IVF_RQ(Use.VECTORS, OF_PARTITIONS),
    IVF_HNSW_SQ(Use.VECTORS, with(OF_PARTITIONS, Parameter.M, Parameter.EF_CONSTRUCTION)),
    IVF_HNSW_PQ(Use.VECTORS, with(OF_CODES, Parameter.M, Parameter.EF_CONSTRUCTION));

    private final Use use;
    private final List<Parameter> parameters;

    Kind(Use use) {
      this(use, List.of());
    }

    Kind(Use use, List<Parameter> parameters) {
      this.use = use;
      this.parameters = List.copyOf(parameters);
    }

    public Use use() {
      return use;
    }

    /** As a property writes it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static List<Parameter> with(List<Parameter> common, Parameter... others) {
    return Stream.concat(common.stream(), Arrays.stream(others)).toList();
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
        String value = value(property, parameter, parameter.type, pair.group(2));
        if (parameters.put(parameter.text(), value) != null) {
          throw OptionErrors.repeatedIndexParameter(property, parameter.text());
        }
      }
    }
    requireOneSize(property, parameters);
    return parameters;
  }

  /** How many partitions there are follows from their size. */
  private static void requireOneSize(String property, Map<String, String> parameters) {
    String size = Parameter.TARGET_PARTITION_SIZE.text();
    String number = Parameter.NUM_PARTITIONS.text();
    if (parameters.containsKey(size) && parameters.containsKey(number)) {
      throw OptionErrors.contradictingIndexParameters(property, number, size);
    }
  }

  private static Parameter parameter(String property, Kind kind, String name) {
    return kind.parameters.stream()
        .filter(known -> known.text().equals(ownName(name)))
        .findFirst()
        .orElseThrow(
            () ->
                OptionErrors.unknownIndexParameter(
                    property,
                    name,
                    kind.text(),
                    kind.parameters.stream().map(Parameter::text).toList()));
  }

  private static String ownName(String written) {
    return written.equals(METRIC) ? Parameter.DISTANCE_TYPE.text() : written;
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

  /** As a table keeps it: two that mean the same are written alike. */
  public String text() {
    String list =
        new TreeMap<>(parameters)
            .entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining(", "));
    return list.isEmpty() ? kind.text() : kind.text() + "(" + list + ")";
  }

  public Optional<Integer> number(String parameter) {
    return Optional.ofNullable(parameters.get(parameter)).map(Integer::valueOf);
  }

  public Optional<Double> fraction(String parameter) {
    return Optional.ofNullable(parameters.get(parameter)).map(Double::valueOf);
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
