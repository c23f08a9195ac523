package io.sparklancedb.commit;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a write did, in rows.
 *
 * @param inserted rows with keys that were not there
 * @param updated rows that took the place of others
 * @param deleted rows of the table that are gone without another in their place
 * @param unchanged rows of the DataFrame that had no effect
 * @param search how its keys were looked for
 */
record WriteCounts(long inserted, long updated, long deleted, long unchanged, KeySearch search) {
  static final WriteCounts NONE = new WriteCounts(0, 0, 0, 0, KeySearch.NONE);

  /** As they stand in the properties of the transaction. */
  Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("inserted", Long.toString(inserted));
    properties.put("updated", Long.toString(updated));
    properties.put("deleted", Long.toString(deleted));
    properties.put("unchanged", Long.toString(unchanged));
    properties.putAll(search.properties());
    return properties;
  }
}
