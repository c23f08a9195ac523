package io.sparklancedb.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random predicates select the rows in Lance that they select in Spark. */
class RandomPredicatesTest {
  /** Raise it to search for longer. */
  private static final int PREDICATES = Integer.getInteger("filter.predicates", 400);

  private static final long SEED = Long.getLong("filter.seed", 7);
  private static final int AT_ONCE = 100;
  private static final int DEPTH = 3;

  private static SparkSession spark;

  @TempDir Path folder;

  @BeforeAll
  static void startSpark() {
    spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.datetime.java8API.enabled", "true")
            .config("spark.sql.inMemoryColumnarStorage.partitionPruning", "false")
            .config("spark.sql.caseSensitive", "true")
            // Compiling hundreds of predicates takes longer than evaluating them.
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.sql.codegen.wholeStage", "false")
            .getOrCreate();
  }

  @Test
  void selectTheSameRowsWithoutAnIndex() throws Exception {
    try (TestTable table = table()) {
      table.append(60);
      table.append(40);
      compare(table);
    }
  }

  @Test
  void selectTheSameRowsWithIndexesDeletionsAndUnindexedFragments() throws Exception {
    try (TestTable table = table()) {
      table.append(60);
      table.append(40);
      assertTrue(table.index() > 30);
      table.append(30);
      table.delete(20, 35);
      table.delete(80, 105);
      compare(table);
    }
  }

  private TestTable table() {
    List<Kind> kinds = Kinds.all();
    List<String> members =
        List.of("bool", "i32", "u64", "f64", "f32", "str", "dec", "ts_SECOND", "sp ace", "1st");
    return new TestTable(
        folder,
        kinds,
        kinds.stream().filter(kind -> members.contains(kind.name())).toList(),
        new Random(SEED));
  }

  private void compare(TestTable table) throws Exception {
    FilterTranslator translator = new FilterTranslator(table.schema());
    PredicateSource source = new PredicateSource(table, new Random(SEED + 1));
    Dataset<Row> rows = spark.createDataFrame(table.rows, table.sparkSchema());
    int translated = 0;
    try (org.lance.Dataset dataset = table.open()) {
      for (int done = 0; done < PREDICATES; done += AT_ONCE) {
        List<RandomPredicate> predicates = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
          predicates.add(source.next(DEPTH));
        }
        List<TreeSet<Integer>> expected = evaluate(rows, predicates);
        for (int i = 0; i < AT_ONCE; i++) {
          Optional<String> filter = translator.translate(predicates.get(i).pushed());
          if (filter.isPresent()) {
            translated++;
            assertEquals(
                expected.get(i),
                table.select(dataset, filter.get()),
                () -> "rows of " + filter.get());
          }
        }
      }
    }
    assertTrue(translated > PREDICATES * 0.8, "translated only " + translated);
  }

  /** The ids of the rows for which Spark says true, for each predicate. */
  private static List<TreeSet<Integer>> evaluate(
      Dataset<Row> rows, List<RandomPredicate> predicates) {
    List<Column> columns = new ArrayList<>(List.of(rows.col("id")));
    predicates.forEach(predicate -> columns.add(predicate.evaluated()));
    List<TreeSet<Integer>> selected = new ArrayList<>();
    predicates.forEach(predicate -> selected.add(new TreeSet<>()));
    for (Row row : rows.select(columns.toArray(Column[]::new)).collectAsList()) {
      for (int i = 0; i < predicates.size(); i++) {
        if (!row.isNullAt(i + 1) && row.getBoolean(i + 1)) {
          selected.get(i).add(row.getInt(0));
        }
      }
    }
    return selected;
  }
}
