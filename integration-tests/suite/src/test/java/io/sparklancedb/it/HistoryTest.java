package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random statements against a model, with a primary key and without one. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class HistoryTest {
  private static final int HISTORIES = Integer.getInteger("histories", 1);
  private static final int STATEMENTS = Integer.getInteger("statements", 25);
  private static final int SEED = Integer.getInteger("seed", 1);
  private static final String TABLE = "lance.default.docs";

  private final Map<Long, TableModel> models = new TreeMap<>();
  private final List<String> statements = new ArrayList<>();

  static Stream<Arguments> histories() {
    return IntStream.range(SEED, SEED + HISTORIES)
        .boxed()
        .flatMap(seed -> Stream.of(Arguments.of(true, seed), Arguments.of(false, seed)));
  }

  @ParameterizedTest(name = "keyed: {0}, seed {1}")
  @MethodSource("histories")
  void everyVersionHasTheRowsOfAModel(
      boolean isKeyed, int seed, SparkSession spark, Database database) {
    Random random = new Random(seed);
    SqlCatalog catalog = SqlCatalog.of(spark, database);
    NativeTable table = new Docs(spark, database).table();
    catalog.sql(
        "CREATE TABLE %s (id BIGINT, n INT, s STRUCT<a: INT>) %s"
            .formatted(TABLE, isKeyed ? "TBLPROPERTIES ('primary_key' = 'id')" : ""));
    TableModel model = new TableModel(isKeyed);
    RandomStatement statement = new RandomStatement(TABLE, random, model);
    for (int i = 0; i < STATEMENTS; i++) {
      String next = statement.next();
      statements.add(next);
      run(catalog, next);
      if (random.nextInt(10) == 0) {
        statements.add("compaction");
        table.compact();
      }
      models.put(table.version(), model.copy());
      requireSame(catalog, model, TABLE, "");
      long id = random.nextInt(40);
      requireSame(
          catalog,
          model,
          TABLE,
          " WHERE id = " + id,
          row -> Long.valueOf(id).equals(row.get("id")));
      List<Long> versions = List.copyOf(models.keySet());
      long version = versions.get(random.nextInt(versions.size()));
      requireSame(catalog, models.get(version), TABLE, " VERSION AS OF " + version);
    }
  }

  private void run(SqlCatalog catalog, String statement) {
    try {
      catalog.sql(statement);
    } catch (RuntimeException e) {
      throw new AssertionError(String.join("\n", statements), e);
    }
  }

  private void requireSame(SqlCatalog catalog, TableModel model, String table, String rest) {
    requireSame(catalog, model, table, rest, row -> true);
  }

  private void requireSame(
      SqlCatalog catalog,
      TableModel model,
      String table,
      String rest,
      Predicate<Map<String, Object>> condition) {
    List<String> actual =
        catalog
            .spark()
            .sql("SELECT " + model.selection() + " FROM " + table + rest)
            .collectAsList()
            .stream()
            .map(row -> row.mkString(","))
            .sorted()
            .toList();
    assertEquals(
        model.text(condition), actual, () -> rest + " after\n" + String.join("\n", statements));
  }
}
