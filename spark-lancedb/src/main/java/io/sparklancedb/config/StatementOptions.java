package io.sparklancedb.config;

import io.sparklancedb.error.OptionErrors;
import java.util.Map;

/**
 * The options of a statement on a table of a catalog: the catalog says where the table is, and
 * SQL's own clauses which version is read.
 */
public final class StatementOptions {
  private StatementOptions() {}

  /**
   * @throws io.sparklancedb.error.LanceDbException for an option that names a version or an address
   */
  public static void requireForReading(Map<String, String> options) {
    requireForWriting(options);
    options.keySet().stream()
        .filter(Options::isOfVersion)
        .findFirst()
        .ifPresent(
            key -> {
              throw OptionErrors.versionOfCatalogTable(key);
            });
    options.keySet().stream()
        .filter(Options::isOfSearchOrMetadata)
        .findFirst()
        .ifPresent(
            key -> {
              throw OptionErrors.searchOfCatalogTable(key);
            });
  }

  /**
   * @throws io.sparklancedb.error.LanceDbException for an option that names an address
   */
  public static void requireForWriting(Map<String, String> options) {
    options.keySet().stream()
        .filter(Options::isOfAddress)
        .findFirst()
        .ifPresent(
            key -> {
              throw OptionErrors.addressOfCatalogTable(key);
            });
  }
}
