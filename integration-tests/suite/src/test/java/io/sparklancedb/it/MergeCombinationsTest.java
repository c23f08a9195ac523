package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the rules of a merge do together, compared with a model. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class MergeCombinationsTest {
  private static final List<String> NOTHING = List.of("ignore", "ignore", "keep");

  static Stream<Arguments> combinations() {
    List<Arguments> all = new ArrayList<>();
    for (String matched : List.of("update", "ignore", "fail")) {
      for (String notMatched : List.of("insert", "ignore")) {
        for (String bySource : List.of("keep", "delete")) {
          for (boolean deletes : List.of(false, true)) {
            all.add(Arguments.of(matched, notMatched, bySource, deletes));
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "matched {0}, not matched {1}, not in source {2}, deletions {3}")
  @MethodSource("combinations")
  void followsItsRules(
      String matched,
      String notMatched,
      String bySource,
      boolean deletes,
      SparkSession spark,
      Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(KeyedTexts.rows(spark, 0, 10, "old", Set.of()).drop("gone"));
    docs.append(KeyedTexts.rows(spark, 8, 12, "older", Set.of()).drop("gone"));
    Set<Integer> gone = deletes ? Set.of(6, 11, 14) : Set.of();
    Dataset<Row> rows = KeyedTexts.rows(spark, 5, 15, "new", gone);
    DataFrameWriter<Row> writer =
        (deletes
                ? docs.writer(rows).option("delete_column", "gone")
                : docs.writer(rows.drop("gone")))
            .option("when_matched", matched)
            .option("when_not_matched", notMatched)
            .option("when_not_matched_by_source", bySource);
    if (!deletes && List.of(matched, notMatched, bySource).equals(NOTHING)) {
      assertEquals(
          "Cannot write with 'when_matched' = 'ignore' and 'when_not_matched' = 'ignore': no row"
              + " would have an effect. Leave one of them out, or set 'delete_column'.",
          Failure.of(writer::save).refusal());
      return;
    }
    long before = docs.table().version();
    Model model = new Model();
    if (matched.equals("fail")) {
      Failure failure = Failure.of(writer::save);
      assertEquals(true, failure.refusal().contains("the table has the primary"), failure::text);
      assertEquals(before, docs.table().version());
    } else {
      writer.save();
      model.merge(matched, notMatched, bySource, gone);
      assertEquals(before + 1, docs.table().version());
      assertEquals(model.counts, KeyedTexts.counts(database));
    }
    assertEquals(model.rows, KeyedTexts.content(docs));
    assertEquals(model.rows.size(), docs.table().count());
    // Through the index.
    assertEquals(
        model.rows.containsKey(KeyedTexts.key(6)) ? 1 : 0,
        docs.table().count("id = '" + KeyedTexts.key(6) + "'"));
  }

  /** The content that rules and rows give. */
  private static final class Model {
    private final Map<String, String> rows = new TreeMap<>();
    private Map<String, Long> counts = Map.of();

    private Model() {
      for (int i = 0; i < 12; i++) {
        rows.put(KeyedTexts.key(i), i < 8 ? "old" : "older");
      }
    }

    void merge(String matched, String notMatched, String bySource, Set<Integer> gone) {
      long inserted = 0;
      long updated = 0;
      long deleted = 0;
      long unchanged = 0;
      Set<String> source = new TreeSet<>();
      for (int i = 5; i < 15; i++) {
        source.add(KeyedTexts.key(i));
        boolean there = rows.containsKey(KeyedTexts.key(i));
        if (gone.contains(i)) {
          deleted += there ? 1 : 0;
          unchanged += there ? 0 : 1;
          rows.remove(KeyedTexts.key(i));
        } else if (there && matched.equals("update")) {
          updated++;
          rows.put(KeyedTexts.key(i), "new");
        } else if (!there && notMatched.equals("insert")) {
          inserted++;
          rows.put(KeyedTexts.key(i), "new");
        } else {
          unchanged++;
        }
      }
      if (bySource.equals("delete")) {
        long size = rows.size();
        rows.keySet().retainAll(source);
        deleted += size - rows.size();
      }
      counts =
          Map.of(
              "inserted", inserted, "updated", updated, "deleted", deleted, "unchanged", unchanged);
    }
  }
}
