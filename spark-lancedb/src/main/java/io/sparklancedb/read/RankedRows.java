package io.sparklancedb.read;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The answer of a ranking, best first.
 *
 * @param description how it was found, for {@code EXPLAIN}
 * @param compared rows that were compared with the query, as far as Lance tells
 */
public record RankedRows(List<Ranked> rows, String description, long compared) {
  public RankedRows {
    rows = List.copyOf(rows);
  }

  /**
   * One of the rows.
   *
   * @param values of the ranking's columns; null where it has none
   */
  public record Ranked(long rowId, List<Float> values) implements Serializable {
    public Ranked {
      values = Collections.unmodifiableList(Arrays.asList(values.toArray(Float[]::new)));
    }
  }
}
