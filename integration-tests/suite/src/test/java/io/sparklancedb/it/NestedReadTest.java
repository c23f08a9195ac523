package io.sparklancedb.it;

import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Queries that need fields of structs only. The test that looks into a plan runs on one line, as in
 * {@link LookupTest}.
 */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class NestedReadTest {
  private static final List<String> SELECTED =
      List.of(
          "s.a",
          "s.a is null, s.t.x, s.t is null",
          "s.t.x, s.t.y, s.text",
          "s.t.x, s.t.y is null, s.t is null, s is null",
          "lists.l, s.t.x",
          "n.a, n is null, m.a",
          "items.a, s.a",
          "s.a, _rowaddr >= 0, s is null");
  private static final List<String> CONDITIONS =
      List.of(
          "true",
          "number % 10 = 3",
          "s.a > 100",
          "s.a is null",
          "s.t is not null and number > 50",
          "id in (3, 40, 500)");

  /** Rows without a struct, without the inner one, or with nothing but nulls in either. */
  private static Dataset<Row> rows(SparkSession spark, long from, long to) {
    String inner =
        "if(id % 7 = 0, null, named_struct('x', if(id % 3 = 0, null, id), 'y', if(id % 4 = 0, null, 'y')))";
    return spark
        .range(from, to)
        .selectExpr(
            "id",
            "id as number",
            "if(id % 11 = 0, null, named_struct('a', if(id % 5 = 0, null, id), 't', "
                + inner
                + ", 'text', repeat(md5(cast(id as string)), 12))) as s",
            "named_struct('l', array(id), 'a', id) as lists",
            "if(id % 6 = 0, null, named_struct('a', id, 'b', id)) as n",
            "named_struct('a', id, 'b', id) as m",
            "array(named_struct('a', id, 'b', 'text')) as items");
  }

  @Test
  @Tag("planner")
  void whatIsReadInPartIsAsIfItWereReadWhole(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 3_000));
    docs.append(rows(spark, 2_000, 2_100));
    docs.append(rows(spark, 3_000, 3_010));
    docs.append(rows(spark, 3_010, 3_020));
    requireSame(rows(spark, 0, 3_020), docs);
  }

  private static void requireSame(Dataset<Row> written, Docs docs) {
    Dataset<Row> expected = written.withColumn("_rowaddr", lit(0));
    for (String condition : CONDITIONS) {
      for (String selected : SELECTED) {
        assertEquals(
            answer(expected, condition, selected),
            answer(docs.read(), condition, selected),
            selected + " where " + condition);
      }
    }
  }

  private static List<String> answer(Dataset<Row> rows, String condition, String selected) {
    List<String> found =
        rows.where(condition).selectExpr(("id, " + selected).split(", ")).collectAsList().stream()
            .map(Row::toString)
            .sorted()
            .toList();
    assertFalse(found.isEmpty());
    return found;
  }

  @Test
  void otherFieldsAreNotRead(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 20_000));
    docs.append(rows(spark, 500, 510));
    Dataset<Row> there = docs.read().where("number > 100 and s.a is not null");

    Dataset<Row> both = there.selectExpr("s.text", "s.a");
    // The texts are 7 MB. Lance does not count each request in each run.
    long all = LongStream.range(0, 10).map(run -> bytesRead(both)).max().getAsLong();
    assertTrue(all > 2_000_000, "bytes: " + all);
    assertTrue(bytesRead(there.selectExpr("s.a")) < all / 10);
    assertTrue(bytesRead(there.where("s.t.x is not null").selectExpr("s.t.x")) < all / 2);
  }

  private static long bytesRead(Dataset<Row> rows) {
    return Long.parseLong(Metrics.of(rows).get("bytes read"));
  }
}
