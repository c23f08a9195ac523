package io.sparklancedb.table;

import io.sparklancedb.config.Options;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableSnapshot;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Options that stand where a query gives none: those of its catalog and of its table. */
final class OptionDefaults {
  private OptionDefaults() {}

  static CaseInsensitiveStringMap with(
      Map<String, String> defaults, CaseInsensitiveStringMap options) {
    Map<String, String> all = new HashMap<>(new CaseInsensitiveStringMap(defaults));
    all.putAll(options);
    return new CaseInsensitiveStringMap(all);
  }

  /** Of a table's properties, what holds for a write that goes past the catalog as well. */
  static Map<String, String> describing(TableSnapshot table) {
    Map<String, String> properties = new HashMap<>(TableLoader.properties(table.reference()));
    properties.keySet().removeIf(key -> !Options.describesTable(key));
    return properties;
  }

  /** Without those that say how rows are merged. */
  static Map<String, String> ofOverwriting(Map<String, String> defaults) {
    Map<String, String> rest = new HashMap<>(defaults);
    rest.keySet().removeIf(Options::isForMerging);
    return rest;
  }
}
