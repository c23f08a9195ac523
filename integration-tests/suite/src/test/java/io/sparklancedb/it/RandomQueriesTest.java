package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lance.index.IndexType;

/**
 * K4: the table answers every query as Spark itself does. {@code -Dqueries.count=5000} tries more
 * of them, {@code -Dqueries.seed=7} others.
 */
@ExtendWith(SparkExtension.class)
@Tag("planner")
class RandomQueriesTest {
  private static final int QUERIES = Integer.getInteger("queries.count", 40);
  private static final long SEED = Long.getLong("queries.seed", 1L);
  private static final int ROWS = 400;

  /** What can be answered while planning, and what is left to tasks or to Spark. */
  enum Way {
    WHILE_PLANNING(Map.of()),
    IN_TASKS(Map.of("lookup_rows", "0", "split_size", "2k", "batch_size", "50")),
    BY_SPARK(Map.of("push_down", "none"));

    private final Map<String, String> options;

    Way(Map<String, String> options) {
      this.options = options;
    }
  }

  @BeforeEach
  void useClassesThatDoNotDependOnTheZone(SparkSession spark) {
    spark.conf().set("spark.sql.datetime.java8API.enabled", "true");
    spark.conf().set("spark.sql.session.timeZone", "America/New_York");
  }

  @ParameterizedTest
  @Tag("soak")
  @EnumSource
  void k4RandomQueries(Way way, SparkSession spark, Database database) {
    FilterTable table =
        FilterTable.loaded(new Docs(spark, database), ROWS)
            .upserted(ROWS / 2, ROWS + 100)
            .upserted(10, 40);
    requireSame(table, way, SEED);
  }

  @ParameterizedTest
  @Tag("soak")
  @EnumSource(names = {"WHILE_PLANNING", "IN_TASKS"})
  void k4RandomQueriesOnIndexesThatDoNotCoverAllFragments(
      Way way, SparkSession spark, Database database) {
    FilterTable table = FilterTable.loaded(new Docs(spark, database), ROWS);
    index(database);
    requireSame(table.upserted(ROWS / 2, ROWS + 100).upserted(10, 40), way, SEED + 1);
  }

  @Test
  void k4RandomQueriesOnIndexesOfEverything(SparkSession spark, Database database) {
    FilterTable table =
        FilterTable.loaded(new Docs(spark, database), ROWS).upserted(ROWS / 2, ROWS + 100);
    index(database);
    requireSame(table, Way.WHILE_PLANNING, SEED + 2);
  }

  private static void index(Database database) {
    new NativeWriter(database.table(Docs.NAME))
        .change(
            dataset -> {
              for (FilterColumn column : FilterColumn.all()) {
                if (!column.name().contains(".") && !column.type().startsWith("interval")) {
                  String name = column.name().replace("`", "");
                  Indexes.create(
                      dataset, name, column.isBoolean() ? IndexType.BITMAP : IndexType.BTREE);
                }
              }
            });
  }

  private static void requireSame(FilterTable table, Way way, long seed) {
    SparkSession spark = table.docs().spark();
    Dataset<Row> read = table.docs().reader().options(way.options).load();
    read.createOrReplaceTempView("read");
    table.source().createOrReplaceTempView("source");
    RandomQueries queries = new RandomQueries(seed);
    RandomQueries same = new RandomQueries(seed);
    int withRows = 0;
    for (int i = 0; i < QUERIES; i++) {
      String query = queries.next("read");
      List<String> expected = rows(spark, same.next("source"));
      assertEquals(expected, rows(spark, query), query);
      withRows += expected.isEmpty() ? 0 : 1;
    }
    assertTrue(withRows > QUERIES / 3, withRows + " queries of " + QUERIES + " have rows");
  }

  private static List<String> rows(SparkSession spark, String query) {
    try {
      return spark.sql(query).collectAsList().stream()
          .map(RandomQueriesTest::text)
          .sorted(query.contains("ORDER BY") ? (a, b) -> 0 : String::compareTo)
          .toList();
    } catch (RuntimeException e) {
      throw new AssertionError(query, e);
    }
  }

  /** Which of two zeros comes first is open in an order. */
  private static String text(Row row) {
    return row.toString().replaceAll("(?<=[\\[,])-0\\.0(?=[\\],])", "0.0");
  }
}
