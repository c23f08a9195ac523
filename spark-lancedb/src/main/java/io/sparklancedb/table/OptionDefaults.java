package io.sparklancedb.table;

import io.sparklancedb.config.Options;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableSnapshot;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The defaults of a query's options: those of its catalog and the properties of its table. */
final class OptionDefaults {
  private OptionDefaults() {}

  static CaseInsensitiveStringMap with(
      Map<String, String> defaults, CaseInsensitiveStringMap options) {
    Map<String, String> all = new HashMap<>(new CaseInsensitiveStringMap(defaults));
    all.putAll(options);
    return new CaseInsensitiveStringMap(all);
  }

  /** The properties of a table that also hold for a write without the catalog. */
  static Map<String, String> describing(TableSnapshot table) {
    Map<String, String> properties = new HashMap<>(TableLoader.properties(table.reference()));
    properties.keySet().removeIf(key -> !Options.describesTable(key));
    return properties;
  }

  /** The defaults of an overwrite, which does not merge rows. */
  static Map<String, String> ofOverwriting(Map<String, String> defaults) {
    Map<String, String> rest = new HashMap<>(defaults);
    rest.keySet().removeIf(Options::isForMerging);
    return rest;
  }
}
