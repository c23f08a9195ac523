package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the log says of the parts of a query that Lance is not asked for. */
@ExtendWith(SparkExtension.class)
@Tag("planner")
class PushDownLogTest {
  private static final String OTHER_FUNCTIONS =
      "Lance is not asked for DISTINCT values, nor for functions besides COUNT, SUM, MIN and MAX";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "select * from t where id > 4711 and length(text) = 42|filter =(CHAR_LENGTH(text), ?)|=(CHAR_LENGTH(text), ?): CHAR_LENGTH(text) is neither a column nor a value",
        "select * from t where id = l|filter =(id, l)|=(id, l): it compares columns with each other",
        "select sum(l) from t|aggregate [SUM(l)][]|Lance is asked only for sums of integer columns of at most 32 bits",
        "select count(distinct id) from t|aggregate [COUNT(id)][]|" + OTHER_FUNCTIONS,
        "select max(d) from t|aggregate [MAX(d)][]|Lance does not order and compare column 'd' as Spark does",
        "select d, count(*) from t group by d|aggregate [COUNTSTAR()][d]|Lance does not order and compare column 'd' as Spark does",
        "select * from t order by d limit 3|top 3 by [d]|Lance does not order and compare column 'd' as Spark does",
        "select * from t order by id limit 10001|top 10001 by [id]|Lance is asked for 1 to 10000 rows",
        "select text, count(*) from t group by text limit 5|limit 5|groups and ordered rows are limited by Spark",
        "select * from t where id > 1 offset 2|offset 2|Lance skips rows only where they are neither filtered, ordered, limited nor grouped"
      })
  void tellsWhyAPartIsLeftToSpark(
      String query, String part, String reason, SparkSession spark, Database database) {
    load(spark, database).createOrReplaceTempView("t");

    assertEquals(
        List.of(
            "DEBUG Not pushed down to table %s: %s. Reason: %s."
                .formatted(database.table(Docs.NAME), part, reason)),
        said(spark.sql(query)));
  }

  @Test
  void tellsThatTheOptionLeavesAllToSpark(SparkSession spark, Database database) {
    load(spark, database);
    Dataset<Row> read =
        new Docs(spark, database).reader().option("push_down", "none").load().where("id > 4711");

    assertEquals(
        List.of(
            "DEBUG Not pushed down to table %s: filter >(id, ?). Reason: the option 'push_down' is 'none'."
                .formatted(database.table(Docs.NAME))),
        said(read));
  }

  @Test
  void saysNothingOfWhatLanceDoes(SparkSession spark, Database database) {
    load(spark, database).createOrReplaceTempView("t");

    assertEquals(
        List.of(), said(spark.sql("select text, max(id) from t where id > 4 group by text")));
  }

  private static Dataset<Row> load(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(
        spark
            .range(10)
            .selectExpr("id", "concat('text ', id) as text", "id * 2 as l", "id / 2D as d"));
    return docs.read();
  }

  private static List<String> said(Dataset<Row> query) {
    try (ConnectorLog log = ConnectorLog.openAtDebug()) {
      query.queryExecution().executedPlan();
      return log.lines("Not pushed down");
    }
  }
}
