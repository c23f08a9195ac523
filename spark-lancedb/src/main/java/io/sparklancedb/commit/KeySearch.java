package io.sparklancedb.commit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How the written keys were looked for in the table.
 *
 * @param probedKeys keys that were looked up in the index
 * @param scannedRows rows of the table that were compared with the keys
 * @param time from the first look to the last, reading the written keys among it
 */
record KeySearch(Way way, long probedKeys, long scannedRows, Duration time) {
  /** Nothing had to be looked for. */
  static final KeySearch NONE = new KeySearch(Way.NONE, 0, 0, Duration.ZERO);

  /** Where and by what means. */
  enum Way {
    /** Nothing had to be looked for. */
    NONE,
    /** Each task that wrote rows asked the key's B-Tree for its own. */
    TASK,
    /** The driver asked the key's B-Tree. */
    INDEX,
    /** The driver scanned the key column. */
    SCAN,
    /** Tasks scanned the key column. */
    JOB
  }

  /** As they stand in the properties of the transaction. */
  Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("probed_keys", Long.toString(probedKeys));
    properties.put("scanned_rows", Long.toString(scannedRows));
    if (way != Way.NONE) {
      properties.put("located_by", way.name().toLowerCase(Locale.ROOT));
      properties.put("locate_millis", Long.toString(time.toMillis()));
    }
    return properties;
  }
}
