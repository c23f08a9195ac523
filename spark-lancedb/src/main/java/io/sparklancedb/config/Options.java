package io.sparklancedb.config;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All options, and which of them a key is one of. */
public final class Options {
  public static final String PRIMARY_KEY = TableOptions.PRIMARY_KEY.key().text();

  /** What precedes the column in the key of a family. */
  public static final String VECTOR = TableOptions.VECTOR.key().text();

  /** As {@link #VECTOR}. */
  public static final String INDEX = TableOptions.INDEX.key().text();

  public static final String DATA_STORAGE_VERSION = TableOptions.DATA_STORAGE_VERSION.key().text();
  public static final String SEQUENCE_COLUMN = WriteOptions.SEQUENCE_COLUMN.key().text();

  private static final List<Option<?>> ALL =
      Stream.of(
              AddressOptions.ALL,
              NamespaceOptions.ALL,
              TableOptions.ALL,
              MergeOptions.ALL,
              WriteOptions.ALL,
              VersionOptions.ALL,
              ReadOptions.ALL,
              SearchOptions.ALL,
              MetadataOptions.ALL)
          .<Option<?>>flatMap(List::stream)
          .toList();

  private Options() {}

  /** In the order of the documentation. */
  static List<Option<?>> all() {
    return ALL;
  }

  /** Whether a property of a table holds for each write, be it through a catalog or not. */
  public static boolean describesTable(String key) {
    return isOf(OptionGroup.RULES, key);
  }

  static boolean isOfAddress(String key) {
    return isOf(OptionGroup.ADDRESS, key);
  }

  static boolean isOfVersion(String key) {
    return isOf(OptionGroup.VERSION, key);
  }

  /** Whether the key makes a read something else than the rows of the table. */
  static boolean isOfSearchOrMetadata(String key) {
    return isOf(OptionGroup.SEARCH, key) || isOf(OptionGroup.METADATA, key);
  }

  /** Whether the key is of an option that an overwrite has no use for. */
  public static boolean isForMerging(String key) {
    return isOf(OptionGroup.MERGE, key);
  }

  static boolean isOnlyOfCatalog(String key) {
    return isOf(OptionGroup.NAMESPACE, key);
  }

  /** Whether the key is of an option of one write, which is no property of a table. */
  public static boolean isOnlyOfWrite(String key) {
    return any(key, option -> option.isOnlyIn(Place.WRITE));
  }

  /** Whether a whole catalog may have the option, or it is none of ours. */
  public static boolean mayBeOfCatalog(String key) {
    return !any(key, option -> !option.mayBeIn(Place.CATALOG));
  }

  /** Whether a property of a table is a default for its reads and writes. */
  public static boolean isOfTable(String key) {
    return any(
        key, option -> option.mayBeIn(Place.PROPERTY) && option.group() != OptionGroup.STORED);
  }

  private static boolean isOf(OptionGroup group, String key) {
    return any(key, option -> option.group() == group);
  }

  private static boolean any(String key, Predicate<Option<?>> which) {
    return ALL.stream().anyMatch(option -> option.key().covers(key) && which.test(option));
  }
}
