package io.sparklancedb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.error.LanceDbException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanceDbOptionsTest {
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private static final Map<String, String> ADDRESS =
      Map.of("db_uri", "/tmp/db", "table_name", "docs");

  static Stream<Arguments> wrongKeys() {
    return Stream.of(
        Arguments.of(
            Map.of("table_name", "docs"),
            "Cannot use format 'lancedb': option 'db_uri' is missing. Set it to the folder or object-store prefix of the database."),
        Arguments.of(
            Map.of("db_uri", "/tmp/db"),
            "Cannot use format 'lancedb': option 'table_name' is missing. Set it to the name of the table in the database."),
        Arguments.of(
            with("primry_key", "id"),
            "Cannot use option 'primry_key': there is no such option. Did you mean 'primary_key'?"),
        Arguments.of(
            with("vectr.embedding", "3"),
            "Cannot use option 'vectr.embedding': there is no such option. Did you mean 'vector.embedding'?"),
        Arguments.of(
            with("surprise_me", "true"),
            "Cannot use option 'surprise_me': there is no such option. Look it up in docs/options.md; options of the object store start with 'storage_options.'."),
        Arguments.of(
            with("foo", "1"),
            "Cannot use option 'foo': there is no such option. Look it up in docs/options.md; options of the object store start with 'storage_options.'."),
        Arguments.of(
            with("id", "1"),
            "Cannot use option 'id': there is no such option. Look it up in docs/options.md; options of the object store start with 'storage_options.'."),
        Arguments.of(
            with("tga", "first"),
            "Cannot use option 'tga': there is no such option. Did you mean 'tag'?"));
  }

  static Stream<Arguments> keysOfOtherPlaces() {
    return Stream.of(
        Arguments.of(
            with("mergeSchema", "true"),
            "Cannot use option 'mergeSchema': it is another format's. Set 'schema_evolution' = 'add_columns' to add columns to the table, or CREATE OR REPLACE TABLE to give it others."),
        Arguments.of(
            with("overwriteSchema", "true"),
            "Cannot use option 'overwriteSchema': it is another format's. Set 'schema_evolution' = 'add_columns' to add columns to the table, or CREATE OR REPLACE TABLE to give it others."),
        Arguments.of(
            with("merge-schema", "true"),
            "Cannot use option 'merge-schema': it is another format's. Set 'schema_evolution' = 'add_columns' to add columns to the table, or CREATE OR REPLACE TABLE to give it others."),
        Arguments.of(
            with("path", "/tmp/x"),
            "Cannot use a path with format 'lancedb': a table is addressed by options. Set 'db_uri' and 'table_name', and call save() or load() without a path."),
        Arguments.of(
            with("namespace", "dir"),
            "Cannot use option 'namespace' here: it says how a catalog names its tables. Set 'spark.sql.catalog.<name>.namespace', or leave it out."));
  }

  static Stream<Arguments> wrongNumbers() {
    return Stream.of(
        Arguments.of(
            with("batch_size", "10k"),
            "Cannot use option 'batch_size' = '10k': expected a whole number of at least 1. Leave it out to use 8192."),
        Arguments.of(
            with("batch_size", "2147483648"),
            "Cannot use option 'batch_size' = '2147483648': expected a whole number of at most 2147483647. Leave it out to use 8192."),
        Arguments.of(
            with("lookup_rows", "-1"),
            "Cannot use option 'lookup_rows' = '-1': expected a whole number of at least 0. Leave it out to use 1000."),
        Arguments.of(
            with("commit_attempts", ""),
            "Cannot use option 'commit_attempts' = '': expected a whole number of at least 1. Leave it out to use 20."),
        Arguments.of(
            with("version", "0"),
            "Cannot use option 'version' = '0': expected a whole number of at least 1. Leave it out to use the latest version."),
        Arguments.of(
            txn("a", "9223372036854775808"),
            "Cannot use option 'txn_version' = '9223372036854775808': expected a whole number of at most 9223372036854775807. Leave it out to use none."),
        Arguments.of(
            with("batch_bytes", "17179869185g"),
            "Cannot use option 'batch_bytes' = '17179869185g': expected a size such as '64m' or '1g'. Leave it out to use 2m."),
        Arguments.of(
            with("index_cache", "0"),
            "Cannot use option 'index_cache' = '0': expected a size such as '64m' or '1g'. Leave it out to use 512m."),
        Arguments.of(
            with("metadata_cache", "9p9"),
            "Cannot use option 'metadata_cache' = '9p9': expected a size such as '64m' or '1g'. Leave it out to use 128m."),
        Arguments.of(
            with("split_size", "1.5g"),
            "Cannot use option 'split_size' = '1.5g': expected a size such as '64m' or '1g'. Leave it out to use what suits the cores, up to '128m'."),
        Arguments.of(
            with("key_memory", "1048575"),
            "Cannot use option 'key_memory' = '1048575': expected a size of at least '1m', such as '64m' or '1g'. Leave it out to use '512m', or a tenth of the heap of the driver or executor where that is less."),
        Arguments.of(
            with("key_memory", "-1m"),
            "Cannot use option 'key_memory' = '-1m': expected a size of at least '1m', such as '64m' or '1g'. Leave it out to use '512m', or a tenth of the heap of the driver or executor where that is less."));
  }

  static Stream<Arguments> wrongValues() {
    return Stream.of(
        Arguments.of(
            with("timestamp", "yesterday"),
            "Cannot use option 'timestamp' = 'yesterday': expected a time such as '2026-01-31 12:00:00' or '2026-01-31T12:00:00Z'. Leave it out to use the latest version."),
        Arguments.of(
            with("vector.embedding", "0"),
            "Cannot use option 'vector.embedding' = '0': expected a dimension such as '768', or a dimension and an element type such as '768:float16' (float16, float32 or float64). Leave it out to use what the data has."),
        Arguments.of(
            with("vector.embedding", "768:int8"),
            "Cannot use option 'vector.embedding' = '768:int8': expected a dimension such as '768', or a dimension and an element type such as '768:float16' (float16, float32 or float64). Leave it out to use what the data has."),
        Arguments.of(
            with("data_storage_version", "1.0"),
            "Cannot use option 'data_storage_version' = '1.0': expected '2.0', '2.1' or '2.2'. Leave it out to use what the types need."),
        Arguments.of(
            with("when_matched", "replace"),
            "Cannot use option 'when_matched' = 'replace': expected 'update', 'update_changed', 'ignore' or 'fail'. Leave it out to use 'update'."),
        Arguments.of(
            with("distribution_mode", "round_robin"),
            "Cannot use option 'distribution_mode' = 'round_robin': expected 'none', 'hash' or 'range'. Leave it out to use what 'duplicate_keys' needs."),
        Arguments.of(
            with("txn_version", "1"),
            "Cannot use option 'txn_version' without 'txn_app_id'. Set both or neither."));
  }

  @ParameterizedTest
  @MethodSource({"wrongKeys", "keysOfOtherPlaces", "wrongNumbers", "wrongValues"})
  void refusesWithASentenceThatSaysWhatToDo(Map<String, String> options, String message) {
    assertEquals(message, refusal(options));
  }

  @Test
  void refusesTwoWaysToNameAVersion() {
    Map<String, String> options = with("version", "3");
    options.put("tag", "v1");

    assertEquals(
        "Cannot use options 'version' and 'tag' together: each names a version of the table. Set one of them.",
        refusal(options));
  }

  @ParameterizedTest
  @CsvSource({"version,3", "tag,first", "timestamp,2999-01-01"})
  void refusesToWriteAnOlderVersion(String option, String value) {
    LanceDbOptions options = LanceDbOptions.of(with(option, value));

    assertEquals(
        "Cannot write with option '%s': it names an older version, and only the latest can be written. Leave it out."
            .formatted(option),
        assertThrows(LanceDbException.class, options::writeConfig).getMessage());
  }

  @ParameterizedTest(name = "X2: {0}")
  @ValueSource(
      strings = {
        "../x",
        "/abs",
        "a/b",
        "a\\b",
        "..",
        "a..b",
        "~",
        "a%2Fb",
        "%2e%2e%2fx",
        "a b",
        "é",
        "nul\0"
      })
  void refusesATableNameThatIsNoPlainName(String name) {
    assertEquals(
        "Cannot use table name '%s': a name is made of 1 to 200 letters, digits, '_', '-' and '.', and holds no '..'. Choose another."
            .formatted(name),
        refusal(Map.of("db_uri", "/tmp/db", "table_name", name)));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31, 2026-01-30T15:00:00Z",
    "2026-01-31 12:30:00, 2026-01-31T03:30:00Z",
    "2026-01-31T12:30:00.5, 2026-01-31T03:30:00.500Z",
    "2026-01-31T12:30:00Z, 2026-01-31T12:30:00Z",
    "2026-01-31 12:30:00+01:00, 2026-01-31T11:30:00Z"
  })
  void readsATimeInTheSessionsZoneUnlessItNamesOne(String text, String instant) {
    assertEquals(
        new VersionSelector.AsOf(Instant.parse(instant)),
        LanceDbOptions.of(with("timestamp", text)).version(TOKYO));
  }

  @ParameterizedTest
  @CsvSource({"1024, 1024", "64K, 65536", "8388607t, 9223370937343148032"})
  void readsASizeAsSparkDoes(String text, long bytes) {
    assertEquals(bytes, LanceDbOptions.of(with("batch_bytes", text)).readConfig().batchBytes());
  }

  @Test
  void readsTheLeastThatAnOptionTakes() {
    Map<String, String> options = with("key_memory", "1m");
    options.putAll(Map.of("batch_size", " 1 ", "lookup_rows", "0", "commit_attempts", "1"));
    LanceDbOptions parsed = LanceDbOptions.of(options);

    assertEquals(1 << 20, parsed.writeConfig().keyMemory().bytes());
    assertEquals(1, parsed.writeConfig().commitAttempts());
    assertEquals(1, parsed.readConfig().batchRows());
    assertEquals(0, parsed.readConfig().lookupRows());
  }

  @ParameterizedTest
  @CsvSource({
    "1s, PT1S",
    "90s, PT1M30S",
    "10m, PT10M",
    " 10 min , PT10M",
    "2H, PT2H",
    "7d, P7D",
    "365d, P365D"
  })
  void readsTimesWithTheirUnits(String text, Duration time) {
    assertEquals(
        Optional.of(time),
        LanceDbOptions.of(with("commit_interval", text)).writeConfig().commitInterval());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10",
        "0s",
        "-10m",
        "+10m",
        "1.5h",
        "500ms",
        "366d",
        "99999999999999999999d",
        "10x",
        "often",
        "PT10M"
      })
  void refusesTimesThatAreNone(String text) {
    LanceDbOptions options = LanceDbOptions.of(with("commit_interval", text));

    assertEquals(
        "Cannot use option 'commit_interval' = '%s': expected a time from '1s' to '365d' with its unit, such as '30s', '10m' or '2h'. Leave it out to use one commit."
            .formatted(text),
        assertThrows(LanceDbException.class, options::writeConfig).getMessage());
  }

  @Test
  void usesTheDefaultsOfWhatIsLeftOut() {
    LanceDbOptions none = LanceDbOptions.of(ADDRESS);

    assertEquals(
        new ReadConfig(8192, 2 << 20, OptionalLong.empty(), 1000, ReadConfig.PushDown.ALL),
        none.readConfig());
    assertEquals(
        new WriteConfig(
            Optional.empty(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            MergeRules.UPSERT,
            Optional.empty(),
            Optional.empty(),
            DuplicateKeys.FAIL,
            Optional.empty(),
            SchemaEvolution.FAIL,
            NullStructHandling.REFUSE,
            Optional.empty(),
            Optional.empty(),
            20,
            Optional.empty(),
            new KeyMemory(null)),
        none.writeConfig());
    assertEquals(new CacheSizes(512 << 20, 128 << 20), none.address().caches());
    assertEquals(new VersionSelector.Latest(), none.version(TOKYO));
  }

  @Test
  void comparesKeysWithoutRegardToCaseAndKeepsColumnNames() {
    LanceDbOptions options = LanceDbOptions.of(with("Vector.myEmbedding", "3:FLOAT16"));

    assertEquals(
        Map.of("myEmbedding", new VectorOption(3, Optional.of(16))),
        options.writeConfig().vectors());
  }

  @Test
  void passesUnknownStorageOptionsOn() {
    TableAddress address = LanceDbOptions.of(with("storage_options.any_thing", "x")).address();

    assertEquals(Map.of("any_thing", "x"), address.storage().values());
  }

  @Test
  void showsNoStorageOption() {
    Map<String, String> options = with("storage_options.aws_secret_access_key", "hush-hush");

    assertEquals(
        "StorageOptions(1 redacted)", LanceDbOptions.of(options).address().storage().toString());
  }

  private static Map<String, String> txn(String application, String version) {
    Map<String, String> options = with("txn_app_id", application);
    options.put("txn_version", version);
    return options;
  }

  private static Map<String, String> with(String key, String value) {
    Map<String, String> options = new HashMap<>(ADDRESS);
    options.put(key, value);
    return options;
  }

  private static String refusal(Map<String, String> options) {
    return assertThrows(
            LanceDbException.class,
            () -> {
              LanceDbOptions parsed = LanceDbOptions.of(options);
              parsed.address();
              parsed.version(TOKYO);
              parsed.readConfig();
              parsed.writeConfig();
            })
        .getMessage();
  }
}
