package io.sparklancedb.catalog;

import io.sparklancedb.config.LanceDbOptions;
import io.sparklancedb.config.Options;
import io.sparklancedb.error.CatalogErrors;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The options under which a session configures a catalog. */
final class CatalogOptions {
  private CatalogOptions() {}

  /**
   * Parses and checks all of them, those that are defaults of reads and writes as well.
   *
   * @param catalog its name, for messages
   * @throws io.sparklancedb.error.LanceDbException for an option that cannot be used
   */
  static LanceDbOptions parse(String catalog, CaseInsensitiveStringMap options) {
    options.keySet().stream()
        .filter(option -> !Options.mayBeOfCatalog(option))
        .findFirst()
        .ifPresent(
            option -> {
              throw CatalogErrors.optionOfOneTable(catalog, option);
            });
    requireDatabase(catalog, options);
    LanceDbOptions parsed = LanceDbOptions.ofCatalog(options.asCaseSensitiveMap());
    parsed.readConfig();
    parsed.writeConfig();
    return parsed;
  }

  private static void requireDatabase(String catalog, CaseInsensitiveStringMap options) {
    boolean isServer = options.getOrDefault("namespace", "").strip().equalsIgnoreCase("rest");
    String option = isServer ? "namespace.uri" : "db_uri";
    if (options.getOrDefault(option, "").isBlank()) {
      throw CatalogErrors.noDatabase(
          catalog,
          option,
          isServer
              ? "the address of the REST server"
              : "the folder or object-store prefix of the database");
    }
  }
}
