package io.sparklancedb.catalog;

import io.sparklancedb.config.DuplicateKeys;
import io.sparklancedb.config.LanceDbOptions;
import io.sparklancedb.config.Options;
import io.sparklancedb.config.PropertyNames;
import io.sparklancedb.config.VectorOption;
import io.sparklancedb.config.WriteConfig;
import io.sparklancedb.error.CatalogErrors;
import io.sparklancedb.error.OptionErrors;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.table.RunningStatement;
import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.DeclaredStrings;
import io.sparklancedb.types.VectorType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;

/**
 * What a statement says of the table that it creates.
 *
 * @param options of the write that makes it: properties that say how it is stored
 * @param properties that are kept with it as they are
 */
record TableDefinition(
    StructType columns, Map<String, String> options, Map<String, String> properties) {
  static final String PROVIDER = "lancedb";

  /** How other Lance tools name a vector's dimension. */
  private static final String FOREIGN_VECTOR = ".arrow.fixed-size-list.size";

  /** What Spark says of every table. */
  private static final Set<String> SPARKS_OWN =
      Set.of(
          TableCatalog.PROP_PROVIDER,
          TableCatalog.PROP_OWNER,
          TableCatalog.PROP_LOCATION,
          TableCatalog.PROP_EXTERNAL,
          TableCatalog.PROP_IS_MANAGED_LOCATION);

  /**
   * @param table its name, for messages
   */
  static TableDefinition of(
      String table, StructType columns, Transform[] partitions, Map<String, String> properties) {
    if (partitions.length > 0) {
      throw TableErrors.partitioned();
    }
    requireOurs(table, properties);
    new DeclaredTypes(table).requireKept(columns);
    requireNoSlip(table, columns, properties.keySet());
    Map<String, String> options = new HashMap<>();
    Map<String, String> kept = new HashMap<>();
    properties.forEach(
        (key, value) -> {
          if (saysHowItIsStored(key)) {
            options.put(ours(key), value);
          } else if (!SPARKS_OWN.contains(key)) {
            kept.put(key, value);
          }
        });
    TableDefinition definition = new TableDefinition(columns, options, kept);
    requireUsable(columns, definition.key(), kept);
    return definition;
  }

  /**
   * Refuses a property that is the default of an option and has no such value, or an index that no
   * column of the table can have.
   */
  static void requireUsable(StructType columns, List<String> key, Map<String, String> properties) {
    IndexProperties.requireUsable(DeclaredStrings.plain(columns), key, properties);
    LanceDbOptions options = LanceDbOptions.of(defaults(properties));
    options.readConfig();
    requireSequence(columns, options.writeConfig());
  }

  /** One that the table lacks may be the DataFrames', where the last row of a key is written. */
  private static void requireSequence(StructType columns, WriteConfig config) {
    CaseSensitivity names = CaseSensitivity.of(SQLConf.get().caseSensitiveAnalysis());
    if (config.duplicateKeys() == DuplicateKeys.LAST) {
      return;
    }
    config
        .sequenceColumn()
        .filter(
            sequence ->
                Arrays.stream(columns.fieldNames())
                    .noneMatch(name -> names.normalForm(name).equals(names.normalForm(sequence))))
        .ifPresent(
            sequence -> {
              throw OptionErrors.sequenceWithoutEffect(sequence);
            });
  }

  /** The properties that are the defaults of reads and writes of the table. */
  static Map<String, String> defaults(Map<String, String> properties) {
    Map<String, String> defaults = new HashMap<>(properties);
    defaults.keySet().removeIf(key -> !Options.isOfTable(key));
    return defaults;
  }

  /** Those of the write that makes the table, which merges nothing. */
  Map<String, String> defaults() {
    Map<String, String> defaults = defaults(properties);
    defaults.keySet().removeIf(Options::isForMerging);
    return defaults;
  }

  private static void requireOurs(String table, Map<String, String> properties) {
    String provider = properties.getOrDefault(TableCatalog.PROP_PROVIDER, PROVIDER);
    if (!provider.equalsIgnoreCase(PROVIDER) && !isSparksChoice(provider)) {
      throw CatalogErrors.otherProvider(table, provider);
    }
    if (properties.containsKey(TableCatalog.PROP_LOCATION)) {
      throw CatalogErrors.location(table);
    }
  }

  /** Spark's {@code saveAsTable} names its default where nobody has named a source. */
  private static boolean isSparksChoice(String provider) {
    return provider.equalsIgnoreCase(SQLConf.get().defaultDataSourceName())
        && !RunningStatement.isSqlThatMakesATable();
  }

  /**
   * Refuses a property that would have no effect: one that is nearly another that has, and an
   * option of a write.
   *
   * @param table its name, for the message
   */
  static void requireNoSlip(String table, StructType columns, Set<String> properties) {
    for (String property : properties) {
      if (Options.isOnlyOfWrite(property)) {
        throw CatalogErrors.optionOfOneWrite(table, property);
      }
      PropertyNames.meant(property, List.of(columns.fieldNames()))
          .ifPresent(
              meant -> {
                throw CatalogErrors.similarProperty(table, property, meant);
              });
    }
  }

  /** Our own name of a property. */
  static String ours(String property) {
    return property.endsWith(FOREIGN_VECTOR)
        ? Options.VECTOR + property.substring(0, property.length() - FOREIGN_VECTOR.length())
        : property;
  }

  /** What properties say of vector columns. */
  static Map<String, VectorOption> vectors(Map<String, String> properties) {
    Map<String, String> said = new HashMap<>(properties);
    said.keySet().removeIf(key -> !key.startsWith(Options.VECTOR));
    return LanceDbOptions.of(said).writeConfig().vectors();
  }

  /** Whether the property is fixed when the table is made. */
  static boolean saysHowItIsStored(String property) {
    return property.equals(Options.PRIMARY_KEY)
        || property.equals(Options.DATA_STORAGE_VERSION)
        || property.startsWith(Options.VECTOR)
        || property.endsWith(FOREIGN_VECTOR);
  }

  /** Whether a table has these columns and this key, so that rows alone tell the two apart. */
  boolean fits(StructType others, List<String> key) {
    return columns.asNullable().equals(others.asNullable())
        && String.join(",", key).equalsIgnoreCase(options.getOrDefault(Options.PRIMARY_KEY, ""));
  }

  private List<String> key() {
    return Optional.ofNullable(options.get(Options.PRIMARY_KEY)).stream().toList();
  }

  /** What SQL shows of a table that is there. */
  static Map<String, String> shown(
      Schema schema, List<String> key, String storageVersion, Map<String, String> kept) {
    Map<String, String> shown = new HashMap<>(kept);
    shown.put(TableCatalog.PROP_PROVIDER, PROVIDER);
    shown.put(Options.DATA_STORAGE_VERSION, storageVersion);
    if (!key.isEmpty()) {
      shown.put(Options.PRIMARY_KEY, String.join(",", key));
    }
    schema
        .getFields()
        .forEach(
            field ->
                VectorType.of(field)
                    .ifPresent(
                        vector -> shown.put(Options.VECTOR + field.getName(), text(vector))));
    return shown;
  }

  private static String text(VectorType vector) {
    return vector.dimension() + ":" + vector.element().name().toLowerCase(Locale.ROOT);
  }
}
