package io.sparklancedb.commit;

import io.sparklancedb.config.MergeRules;
import io.sparklancedb.config.MergeRules.WhenMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatchedBySource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A combination of rules, and random rows for it: a key, a number, and what may order rows.
 *
 * @param deletes whether some of the rows delete their keys
 * @param sequence empty when nothing orders rows
 */
record MergeCase(MergeRules rules, boolean deletes, Optional<SequenceKind> sequence) {
  static List<MergeCase> all(List<Optional<SequenceKind>> sequences) {
    List<MergeCase> cases = new ArrayList<>();
    for (WhenMatched matched : WhenMatched.values()) {
      for (WhenNotMatched notMatched : WhenNotMatched.values()) {
        for (WhenNotMatchedBySource bySource : WhenNotMatchedBySource.values()) {
          MergeRules rules = new MergeRules(matched, notMatched, bySource);
          for (boolean deletes : new boolean[] {false, true}) {
            sequences.forEach(sequence -> cases.add(new MergeCase(rules, deletes, sequence)));
          }
        }
      }
    }
    return cases;
  }

  MergeModel model() {
    return new MergeModel(rules, sequence.isPresent() ? 2 : null);
  }

  Random random() {
    return new Random(toString().hashCode());
  }

  /** Of a table without an order the last column is a number like others. */
  static Schema columns(Optional<SequenceKind> sequence) {
    return new Schema(
        List.of(
            CommitTable.key("id", CommitTable.LONG),
            Field.nullable("n", CommitTable.LONG),
            Field.nullable("s", sequence.orElse(SequenceKind.NUMBER).type)));
  }

  /** Rows of so many different keys, below a limit and in any order. */
  static List<Row> rows(Optional<SequenceKind> sequence, Random random, int count, int limit) {
    List<Object> values = sequence.orElse(SequenceKind.NUMBER).values;
    List<Integer> keys = new ArrayList<>(IntStream.range(0, limit).boxed().toList());
    Collections.shuffle(keys, random);
    return keys.subList(0, count).stream()
        .map(key -> Row.row(key, random.nextLong(), values.get(random.nextInt(values.size()))))
        .toList();
  }

  /** Parts of the list, none of them empty. */
  static List<List<Row>> split(List<Row> rows, int parts, Random random) {
    List<List<Row>> split = new ArrayList<>();
    int from = 0;
    for (int part = 1; part <= parts; part++) {
      int to = part == parts ? rows.size() : from + random.nextInt(rows.size() - from + 1);
      if (to > from) {
        split.add(rows.subList(from, to));
      }
      from = to;
    }
    return split;
  }
}
