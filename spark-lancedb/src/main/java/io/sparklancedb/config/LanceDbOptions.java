package io.sparklancedb.config;

import io.sparklancedb.error.OptionErrors;
import io.sparklancedb.error.SearchErrors;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The options of one read or write as the user wrote them. Every value is checked here, once, on
 * the driver; what leaves this class are typed records.
 */
public final class LanceDbOptions {
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
    written.keySet().forEach(OptionNames::require);
    return new LanceDbOptions(written);
  }

  public TableAddress address() {
    return AddressOptions.table(written);
  }

  /** What names the tables of a catalog. */
  public NamespaceConfig namespace() {
    return NamespaceOptions.config(written);
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
    return VersionOptions.selector(written, sessionZone);
  }

  public ReadConfig readConfig() {
    return ReadOptions.config(written);
  }

  /** The search that a read is; empty for one that reads rows or metadata. */
  public Optional<SearchConfig> search() {
    Optional<SearchConfig> search = SearchOptions.config(written);
    if (search.isPresent() && MetadataOptions.table(written).isPresent()) {
      throw SearchErrors.contradiction(
          MetadataOptions.KEY, SearchOptions.firstGiven(written).orElseThrow());
    }
    return search;
  }

  /** The name of the metadata table that is read instead of the rows. */
  public Optional<String> metadataTable() {
    return MetadataOptions.table(written);
  }

  public WriteConfig writeConfig() {
    VersionOptions.refuseForWriting(written);
    written.keySet().stream()
        .filter(Options::isOfSearchOrMetadata)
        .findFirst()
        .ifPresent(
            key -> {
              throw OptionErrors.searchForWriting(key);
            });
    return WriteOptions.config(written);
  }
}
