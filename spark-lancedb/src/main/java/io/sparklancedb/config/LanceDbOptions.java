package io.sparklancedb.config;

import io.sparklancedb.config.MergeRules.WhenMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatchedBySource;
import io.sparklancedb.error.OptionErrors;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.spark.network.util.JavaUtils;

/**
 * The options of one read or write as the user wrote them. Every value is checked here, once, on
 * the driver; what leaves this class are typed records.
 */
public final class LanceDbOptions {
  private static final int DEFAULT_BATCH_ROWS = 8192;
  private static final int DEFAULT_COMMIT_ATTEMPTS = 20;
  private static final long DEFAULT_KEY_MEMORY = 512L << 20;

  /** Below this a pass costs more than it holds. */
  private static final long SMALLEST_KEY_MEMORY = 1 << 20;

  private static final long DEFAULT_BATCH_BYTES = 2L << 20;
  private static final int DEFAULT_LOOKUP_ROWS = 1000;
  private static final int MOST_EDITS_OF_A_TYPO = 4;
  private static final Pattern VECTOR_VALUE = Pattern.compile("(\\d{1,9})(?::float(16|32|64))?");
  private static final Set<String> STORAGE_VERSIONS = Set.of("2.0", "2.1", "2.2");

  /** By which Delta and Iceberg let a write change the columns of a table. */
  private static final Set<String> OF_OTHER_FORMATS =
      Set.of("mergeschema", "overwriteschema", "merge-schema");

  private final Map<String, String> written;

  private LanceDbOptions(Map<String, String> written) {
    this.written = written;
  }

  /**
   * Takes the options with their keys as the user wrote them; keys are compared without regard to
   * case.
   *
   * @throws io.sparklancedb.error.LanceDbException for an option that does not exist
   */
  public static LanceDbOptions of(Map<String, String> options) {
    LanceDbOptions all = ofCatalog(options);
    all.written.keySet().stream()
        .filter(Options::isOnlyOfCatalog)
        .findFirst()
        .ifPresent(
            key -> {
              throw OptionErrors.ofCatalog(key);
            });
    return all;
  }

  /** As above, for the options of a whole catalog. */
  public static LanceDbOptions ofCatalog(Map<String, String> options) {
    Map<String, String> written = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    written.putAll(options);
    written.keySet().forEach(LanceDbOptions::checkKnown);
    return new LanceDbOptions(written);
  }

  public TableAddress address() {
    return TableAddress.of(
        database(),
        required(Options.TABLE_NAME, "the name of the table in the database"),
        storage(),
        caches());
  }

  private DatabaseUri database() {
    return DatabaseUri.parse(
        required(Options.DB_URI, "the folder or object-store prefix of the database"));
  }

  private StorageOptions storage() {
    return new StorageOptions(family(Options.STORAGE_OPTIONS));
  }

  private CacheSizes caches() {
    return new CacheSizes(
        size(Options.INDEX_CACHE).orElse(CacheSizes.DEFAULT.indexBytes()),
        size(Options.METADATA_CACHE).orElse(CacheSizes.DEFAULT.metadataBytes()));
  }

  /** What names the tables of a catalog. */
  public NamespaceConfig namespace() {
    Map<String, String> properties = family(Options.NAMESPACE_PROPERTIES);
    return switch (choice(Options.NAMESPACE, NamespaceKind.class, NamespaceKind.FOLDER)) {
      case FOLDER -> {
        refuseProperties(properties, key -> true, "folder", "a folder has no properties");
        yield new NamespaceConfig.Folder(database(), storage(), caches());
      }
      case DIR -> {
        refuseProperties(
            properties,
            key -> key.equals("root") || key.startsWith("storage."),
            "dir",
            "'db_uri' and 'storage_options' say so");
        yield new NamespaceConfig.Directory(database(), properties, storage(), caches());
      }
      case REST -> {
        if (written.containsKey(Options.DB_URI.key())) {
          throw OptionErrors.notOfNamespace(
              Options.DB_URI.key(), "rest", "the server says where tables are");
        }
        if (!properties.containsKey("uri")) {
          throw OptionErrors.missing("namespace.uri", "the address of the REST server");
        }
        yield new NamespaceConfig.Rest(properties, storage(), caches());
      }
    };
  }

  private enum NamespaceKind {
    FOLDER,
    DIR,
    REST
  }

  private static void refuseProperties(
      Map<String, String> properties, Predicate<String> which, String kind, String reason) {
    properties.keySet().stream()
        .filter(which)
        .findFirst()
        .ifPresent(
            key -> {
              throw OptionErrors.notOfNamespace(
                  Options.NAMESPACE_PROPERTIES.key() + key, kind, reason);
            });
  }

  /** What was written, but for what says how a catalog names its tables. */
  public Map<String, String> defaults() {
    Map<String, String> defaults = new HashMap<>(written);
    defaults.keySet().removeIf(Options::isOnlyOfCatalog);
    return defaults;
  }

  /**
   * @param sessionZone for a timestamp that names no zone
   */
  public VersionSelector version(ZoneId sessionZone) {
    List<Option> given = versionOptions();
    if (given.isEmpty()) {
      return new VersionSelector.Latest();
    }
    if (given.size() > 1) {
      throw OptionErrors.exclusive(given.get(0).key(), given.get(1).key());
    }
    Option option = given.get(0);
    String value = written.get(option.key());
    if (option == Options.VERSION) {
      return new VersionSelector.Version(wholeNumber(option, value, 1, "read the latest version"));
    }
    return option == Options.TAG
        ? new VersionSelector.Tag(value)
        : new VersionSelector.AsOf(time(value, sessionZone));
  }

  public ReadConfig readConfig() {
    String batchSize = written.get(Options.BATCH_SIZE.key());
    return new ReadConfig(
        batchSize == null
            ? DEFAULT_BATCH_ROWS
            : Math.toIntExact(
                wholeNumber(Options.BATCH_SIZE, batchSize, 1, "use " + DEFAULT_BATCH_ROWS)),
        size(Options.BATCH_BYTES).orElse(DEFAULT_BATCH_BYTES),
        size(Options.SPLIT_SIZE),
        lookupRows(),
        choice(Options.PUSH_DOWN, ReadConfig.PushDown.class, ReadConfig.PushDown.ALL));
  }

  private int lookupRows() {
    return text(Options.LOOKUP_ROWS)
        .map(v -> wholeNumber(Options.LOOKUP_ROWS, v, 0, "use " + DEFAULT_LOOKUP_ROWS))
        .map(Math::toIntExact)
        .orElse(DEFAULT_LOOKUP_ROWS);
  }

  private OptionalLong size(Option option) {
    String value = written.get(option.key());
    if (value == null) {
      return OptionalLong.empty();
    }
    try {
      long bytes = JavaUtils.byteStringAsBytes(value.strip());
      if (bytes > 0) {
        return OptionalLong.of(bytes);
      }
    } catch (IllegalArgumentException e) {
      // Said below: no number, no unit, or more than a long holds.
    }
    throw OptionErrors.badValue(
        option.key(), value, "a size such as '64m' or '1g'", "use " + defaultOf(option));
  }

  /** The first of the values that the option declares. */
  private static String defaultOf(Option option) {
    return option == Options.SPLIT_SIZE
        ? "what suits the cores"
        : option.values().substring(1, option.values().indexOf('`', 1));
  }

  /** The defaults and what was written, each value checked by itself and beside the others. */
  public WriteConfig writeConfig() {
    for (Option option : versionOptions()) {
      throw OptionErrors.notForWriting(option.key());
    }
    Map<String, VectorOption> vectors = new HashMap<>();
    family(Options.VECTOR).forEach((column, value) -> vectors.put(column, vector(column, value)));
    Optional<String> storageVersion = text(Options.DATA_STORAGE_VERSION);
    storageVersion.filter(v -> !STORAGE_VERSIONS.contains(v)).ifPresent(LanceDbOptions::badVersion);
    return new WriteConfig(
        text(Options.PRIMARY_KEY),
        vectors,
        storageVersion,
        mergeRules(),
        text(Options.DELETE_COLUMN),
        duplicateKeys(),
        text(Options.SEQUENCE_COLUMN),
        choice(Options.SCHEMA_EVOLUTION, SchemaEvolution.class, SchemaEvolution.FAIL),
        choice(Options.NULL_STRUCTS, NullStructHandling.class, NullStructHandling.REFUSE),
        text(Options.DISTRIBUTION_MODE)
            .map(
                v ->
                    choice(
                        Options.DISTRIBUTION_MODE, DistributionMode.class, DistributionMode.NONE)),
        transaction(),
        text(Options.COMMIT_ATTEMPTS)
            .map(v -> Math.toIntExact(wholeNumber(Options.COMMIT_ATTEMPTS, v, 1, "try 20 times")))
            .orElse(DEFAULT_COMMIT_ATTEMPTS),
        Math.max(SMALLEST_KEY_MEMORY, size(Options.KEY_MEMORY).orElse(DEFAULT_KEY_MEMORY)));
  }

  private MergeRules mergeRules() {
    MergeRules rules =
        new MergeRules(
            choice(Options.WHEN_MATCHED, WhenMatched.class, WhenMatched.UPDATE),
            choice(Options.WHEN_NOT_MATCHED, WhenNotMatched.class, WhenNotMatched.INSERT),
            choice(
                Options.WHEN_NOT_MATCHED_BY_SOURCE,
                WhenNotMatchedBySource.class,
                WhenNotMatchedBySource.KEEP));
    boolean changesNothing =
        rules.whenMatched() == WhenMatched.IGNORE
            && rules.whenNotMatched() == WhenNotMatched.IGNORE
            && rules.whenNotMatchedBySource() == WhenNotMatchedBySource.KEEP;
    if (changesNothing && text(Options.DELETE_COLUMN).isEmpty()) {
      throw OptionErrors.changesNothing();
    }
    return rules;
  }

  private DuplicateKeys duplicateKeys() {
    DuplicateKeys duplicates =
        choice(Options.DUPLICATE_KEYS, DuplicateKeys.class, DuplicateKeys.FAIL);
    if (duplicates == DuplicateKeys.LAST && text(Options.SEQUENCE_COLUMN).isEmpty()) {
      throw OptionErrors.needs(Options.DUPLICATE_KEYS.key() + "' = 'last", "sequence_column");
    }
    return duplicates;
  }

  private Optional<WriteTransaction> transaction() {
    Optional<String> application = text(Options.TXN_APP_ID);
    Optional<String> version = text(Options.TXN_VERSION);
    if (application.isPresent() != version.isPresent()) {
      throw application.isPresent()
          ? OptionErrors.needs(Options.TXN_APP_ID.key(), Options.TXN_VERSION.key())
          : OptionErrors.needs(Options.TXN_VERSION.key(), Options.TXN_APP_ID.key());
    }
    return application.map(
        name ->
            new WriteTransaction(
                name,
                wholeNumber(Options.TXN_VERSION, version.get(), 0, "write without a number")));
  }

  private Optional<String> text(Option option) {
    return Optional.ofNullable(written.get(option.key()));
  }

  /** Takes the name of a constant in any case; the first of all is what leaving it out does. */
  private <E extends Enum<E>> E choice(Option option, Class<E> values, E fallback) {
    Optional<String> value = text(option);
    if (value.isEmpty()) {
      return fallback;
    }
    List<String> names =
        Arrays.stream(values.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toList();
    int chosen = names.indexOf(value.get().strip().toLowerCase(Locale.ROOT));
    if (chosen < 0) {
      throw OptionErrors.badValue(
          option.key(),
          value.get(),
          names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(" or ")),
          "use '" + fallback.name().toLowerCase(Locale.ROOT) + "'");
    }
    return values.getEnumConstants()[chosen];
  }

  private List<Option> versionOptions() {
    List<Option> given = new ArrayList<>();
    for (Option option : List.of(Options.VERSION, Options.TAG, Options.TIMESTAMP)) {
      if (written.containsKey(option.key())) {
        given.add(option);
      }
    }
    return given;
  }

  private String required(Option option, String meaning) {
    String value = written.get(option.key());
    if (value == null || value.isBlank()) {
      throw OptionErrors.missing(option.key(), meaning);
    }
    return value;
  }

  private Map<String, String> family(Option option) {
    Map<String, String> members = new HashMap<>();
    written.forEach(
        (key, value) -> {
          if (option.covers(key)) {
            members.put(key.substring(option.key().length()), value);
          }
        });
    return members;
  }

  private static void checkKnown(String key) {
    if (Options.all().stream().anyMatch(option -> option.covers(key))) {
      return;
    }
    if (key.equalsIgnoreCase("path") || key.equalsIgnoreCase("paths")) {
      throw OptionErrors.path();
    }
    if (OF_OTHER_FORMATS.contains(key.toLowerCase(Locale.ROOT))) {
      throw OptionErrors.ofOtherFormat(key);
    }
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    String lower = key.toLowerCase(Locale.ROOT);
    Optional<String> nearest =
        Options.all().stream()
            .map(option -> completed(option, lower))
            .min(Comparator.comparingInt(known -> distance.apply(lower, known)))
            .filter(known -> distance.apply(lower, known) <= MOST_EDITS_OF_A_TYPO);
    throw nearest
        .map(known -> OptionErrors.unknown(key, known))
        .orElseGet(() -> OptionErrors.unknown(key));
  }

  /** A family is compared with the name that the user gave its member. */
  private static String completed(Option option, String lower) {
    int dot = lower.indexOf('.');
    return option.isFamily() && dot >= 0 ? option.key() + lower.substring(dot + 1) : option.key();
  }

  private static long wholeNumber(Option option, String value, long least, String fallback) {
    boolean isLong = option == Options.VERSION || option == Options.TXN_VERSION;
    try {
      long number = Long.parseLong(value.strip());
      if (number >= least && number <= (isLong ? Long.MAX_VALUE : Integer.MAX_VALUE)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw OptionErrors.badValue(
        option.key(), value, "a whole number of at least " + least, fallback);
  }

  private static VectorOption vector(String column, String value) {
    Matcher matcher = VECTOR_VALUE.matcher(value.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) < 1) {
      throw OptionErrors.badValue(
          Options.VECTOR.key() + column,
          value,
          "a dimension such as '768', or a dimension and an element type such as '768:float16' (float16, float32 or float64)",
          "take both from the data");
    }
    return new VectorOption(
        Integer.parseInt(matcher.group(1)),
        Optional.ofNullable(matcher.group(2)).map(Integer::valueOf));
  }

  private static void badVersion(String value) {
    throw OptionErrors.badValue(
        Options.DATA_STORAGE_VERSION.key(), value, "'2.0', '2.1' or '2.2'", "let the types choose");
  }

  private static Instant time(String value, ZoneId sessionZone) {
    String text = value.strip().replaceFirst(" ", "T");
    try {
      if (text.length() == "2026-01-31".length()) {
        return LocalDate.parse(text).atStartOfDay(sessionZone).toInstant();
      }
      return text.matches(".*(Z|[+-]\\d\\d:\\d\\d(\\[.*])?)$")
          ? ZonedDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).atZone(sessionZone).toInstant();
    } catch (DateTimeException e) {
      throw OptionErrors.badValue(
          Options.TIMESTAMP.key(),
          value,
          "a time such as '2026-01-31 12:00:00' or '2026-01-31T12:00:00Z'",
          "read the latest version");
    }
  }
}
