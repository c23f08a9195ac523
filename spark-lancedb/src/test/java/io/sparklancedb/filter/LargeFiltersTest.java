package io.sparklancedb.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.LiteralValue;
import org.apache.spark.sql.connector.expressions.filter.And;
import org.apache.spark.sql.connector.expressions.filter.Not;
import org.apache.spark.sql.connector.expressions.filter.Or;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.Dataset;

/** Filters that a native parser walking by recursion does not survive. */
class LargeFiltersTest {
  private static final int ROWS = 50;

  @TempDir Path folder;
  private TestTable table;
  private Dataset dataset;
  private FilterTranslator translator;

  @BeforeEach
  void makeATable() throws Exception {
    table = new TestTable(folder, List.of(), List.of(Kinds.all().get(0)), new Random(1));
    table.append(ROWS);
    dataset = table.open();
    translator = new FilterTranslator(table.schema());
  }

  @AfterEach
  void close() {
    dataset.close();
    table.close();
  }

  @Test
  void aChainOfFiveThousandOrs() throws Exception {
    Predicate chain = id("=", 0);
    for (int i = 1; i < 5_000; i++) {
      chain = new Or(chain, id("=", i));
    }
    assertEquals(ROWS, rows(translator.translate(chain).orElseThrow()));
  }

  @Test
  void aChainOfFiveThousandAnds() throws Exception {
    Predicate chain = id("<>", 0);
    for (int i = 1; i < 5_000; i++) {
      chain = new And(id("<>", -i), chain);
    }
    assertEquals(ROWS - 1, rows(translator.translate(chain).orElseThrow()));
  }

  @Test
  void fiveThousandFiltersJoined() throws Exception {
    List<String> filters = IntStream.range(0, 5_000).mapToObj(i -> "`id` <> " + i * 2).toList();
    assertEquals(ROWS / 2, rows(FilterTranslator.and(filters)));
  }

  @Test
  void aListOfAHundredThousandValues() throws Exception {
    List<Integer> values = IntStream.range(0, 100_000).boxed().collect(Collectors.toList());
    assertEquals(
        ROWS, rows(translator.in(List.of("id"), DataTypes.IntegerType, values).orElseThrow()));
  }

  @Test
  void doesNotTranslateWhatIsNestedTooDeeply() {
    Predicate nested = id("=", 0);
    Predicate negated = id("=", 0);
    for (int i = 0; i < 5_000; i++) {
      nested = i % 2 == 0 ? new And(nested, id("=", i)) : new Or(nested, id("=", i));
      negated = new Not(negated);
    }
    assertEquals(Optional.empty(), translator.translate(nested));
    assertEquals(Optional.empty(), translator.translate(negated));
  }

  @Test
  void survivesTheDeepestThatIsTranslated() throws Exception {
    Predicate nested = id("=", 0);
    String deepest = "FALSE";
    for (int i = 0; i < 50; i++) {
      nested = i % 2 == 0 ? new And(nested, id("<", i)) : new Or(nested, id("=", i));
      deepest = translator.translate(nested).orElse(deepest);
    }
    List<String> filters = IntStream.range(0, 300).mapToObj(i -> "`id` < 999").toList();
    rows(FilterTranslator.and(List.of(deepest, FilterTranslator.and(filters))));
  }

  private int rows(String filter) throws Exception {
    return table.select(dataset, filter).size();
  }

  private static Predicate id(String operator, int value) {
    return new Predicate(
        operator,
        new Expression[] {Reference.to("id"), new LiteralValue<>(value, DataTypes.IntegerType)});
  }
}
