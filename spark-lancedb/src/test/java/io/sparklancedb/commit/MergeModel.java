package io.sparklancedb.commit;

import io.sparklancedb.config.MergeRules;
import io.sparklancedb.config.MergeRules.WhenMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatchedBySource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of {@code docs/writing.md}, for rows in memory: the first value of each is its key.
 *
 * @param sequence the place of the value that orders the rows of a key; null for none
 */
record MergeModel(MergeRules rules, Integer sequence) {
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
    List<Row> left = new ArrayList<>();
    Set<Object> fromSource = new HashSet<>();
    long inserted = 0;
    long updated = 0;
    long deleted = 0;
    long unchanged = 0;
    for (Row row : written) {
      Row old = there.get(key(row));
      fromSource.add(key(row));
      if (old == null) {
        if (rules.whenNotMatched() == WhenNotMatched.INSERT) {
          left.add(row);
          inserted++;
        } else {
          unchanged++;
        }
      } else if (rules.whenMatched() == WhenMatched.FAIL) {
        return Optional.empty();
      } else if (rules.whenMatched() == WhenMatched.IGNORE || isLater(old, row)) {
        left.add(old);
        unchanged++;
      } else {
        left.add(row);
        updated++;
      }
    }
    for (Row row : deletions) {
      Row old = there.get(key(row));
      fromSource.add(key(row));
      if (old == null) {
        unchanged++;
      } else if (isLater(old, row)) {
        left.add(old);
        unchanged++;
      } else {
        deleted++;
      }
    }
    for (Row old : table) {
      if (!fromSource.contains(key(old))) {
        if (rules.whenNotMatchedBySource() == WhenNotMatchedBySource.DELETE) {
          deleted++;
        } else {
          left.add(old);
        }
      }
    }
    return Optional.of(new Result(left, List.of(inserted, updated, deleted, unchanged)));
  }

  private static Object key(Row row) {
    return row.values().get(0);
  }

  private boolean isLater(Row old, Row written) {
    return sequence != null
        && SequenceKind.compare(old.values().get(sequence), written.values().get(sequence)) > 0;
  }
}
