package io.sparklancedb.commit;

import io.sparklancedb.config.MergeRules;
import io.sparklancedb.config.MergeRules.WhenMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatchedBySource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The rules of {@code docs/writing.md}, for rows in memory: the first value of each is its key.
 * Rows are compared in the third.
 *
 * @param sequence the place of the value that orders the rows of a key; null for none
 */
record MergeModel(MergeRules rules, Integer sequence) {
  private static final int COMPARED = 2;

  /**
   * What a write leaves of a table, in the order of the keys' texts.
   *
   * @param counts inserted, updated, deleted, unchanged
   */
  record Result(List<Row> rows, List<Long> counts) {
    Result {
      rows = rows.stream().sorted(Comparator.comparing(row -> key(row).toString())).toList();
    }
  }

  /**
   * Merges rows of keys that differ.
   *
   * @return empty when the rules make the write fail
   */
  Optional<Result> merge(List<Row> table, List<Row> written, List<Row> deletions) {
    Map<Object, Row> there = new HashMap<>();
    table.forEach(row -> there.put(key(row), row));
    boolean isMatched = written.stream().anyMatch(row -> there.containsKey(key(row)));
    if (isMatched && rules.whenMatched() == WhenMatched.FAIL) {
      return Optional.empty();
    }
    Tally tally = new Tally();
    written.forEach(row -> tally.write(there.remove(key(row)), row));
    deletions.forEach(row -> tally.delete(there.remove(key(row)), row));
    there.values().forEach(tally::keepOther);
    return Optional.of(
        new Result(
            tally.left, List.of(tally.inserted, tally.updated, tally.deleted, tally.unchanged)));
  }

  /** What becomes of one key after the other. */
  private final class Tally {
    private final List<Row> left = new ArrayList<>();
    private long inserted;
    private long updated;
    private long deleted;
    private long unchanged;

    /**
     * @param old the table's row of the key, if there is one
     */
    private void write(Row old, Row row) {
      if (old == null && rules.whenNotMatched() == WhenNotMatched.IGNORE) {
        unchanged++;
      } else if (old == null) {
        left.add(row);
        inserted++;
      } else if (rules.whenMatched() == WhenMatched.IGNORE
          || isLater(old, row)
          || isUnchanged(old, row)) {
        left.add(old);
        unchanged++;
      } else {
        left.add(row);
        updated++;
      }
    }

    private void delete(Row old, Row row) {
      if (old == null) {
        unchanged++;
      } else if (isLater(old, row)) {
        left.add(old);
        unchanged++;
      } else {
        deleted++;
      }
    }

    private void keepOther(Row old) {
      if (rules.whenNotMatchedBySource() == WhenNotMatchedBySource.DELETE) {
        deleted++;
      } else {
        left.add(old);
      }
    }
  }

  private static Object key(Row row) {
    return row.values().get(0);
  }

  private boolean isUnchanged(Row old, Row written) {
    return rules.whenMatched() == WhenMatched.UPDATE_CHANGED
        && Objects.equals(old.values().get(COMPARED), written.values().get(COMPARED));
  }

  private boolean isLater(Row old, Row written) {
    return sequence != null
        && SequenceKind.compare(old.values().get(sequence), written.values().get(sequence)) > 0;
  }
}
