package io.sparklancedb.commit;

import io.sparklancedb.dataset.VersionOrigin;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the commits of one write have done so far.
 *
 * @param counts by their names in the properties of a transaction
 */
public record WriteTotals(int commits, Map<String, Long> counts) {
  public static final WriteTotals NONE = new WriteTotals(0, Map.of());

  private static final Pattern COUNT = Pattern.compile("[0-9]{1,18}");

  public WriteTotals {
    counts = Map.copyOf(counts);
  }

  /**
   * With one more commit.
   *
   * @param properties of its transaction; of a commit that changed nothing only counts
   */
  public WriteTotals and(Map<String, String> properties) {
    Map<String, Long> sum = new TreeMap<>(counts);
    properties.forEach(
        (name, text) -> {
          if (isOfOneCommit(name) && COUNT.matcher(text).matches()) {
            sum.merge(name, Long.parseLong(text), Long::sum);
          }
        });
    boolean madeVersion = properties.containsKey("writer");
    return new WriteTotals(madeVersion ? commits + 1 : commits, sum);
  }

  private static boolean isOfOneCommit(String name) {
    return !name.equals(VersionOrigin.COMMITS) && !name.startsWith(VersionOrigin.TOTAL);
  }

  /** Those of one more commit, with what all of them have done if there were others before. */
  Map<String, String> with(Map<String, String> properties) {
    if (equals(NONE)) {
      return properties;
    }
    WriteTotals all = and(properties);
    Map<String, String> told = new TreeMap<>(properties);
    told.put(VersionOrigin.COMMITS, Integer.toString(all.commits));
    all.counts.forEach((name, sum) -> told.put(VersionOrigin.TOTAL + name, Long.toString(sum)));
    return told;
  }

  public long count(String name) {
    return counts.getOrDefault(name, 0L);
  }
}
