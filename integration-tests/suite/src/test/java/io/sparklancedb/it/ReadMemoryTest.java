package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Iterator;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * T13: a scan that is not read to its end gives back what it held. {@link SparkExtension} looks
 * after each test.
 */
@ExtendWith(SparkExtension.class)
@Tag("soak")
class ReadMemoryTest {
  private static final int ROWS = 100_000;

  @Test
  void t13ReadingTheFirstRows(SparkSession spark, Database database) {
    Dataset<Row> read = read(spark, database);

    assertEquals(3, read.limit(3).collectAsList().size());
    assertEquals(3, read.takeAsList(3).size());
    assertEquals(3, read.where("text like '%9'").limit(3).collectAsList().size());
    assertEquals(3, read.selectExpr("id + rand() as r").limit(3).collectAsList().size());
  }

  @Test
  void t13AnIteratorThatIsLeftBehind(SparkSession spark, Database database) {
    Iterator<Row> rows = read(spark, database).toLocalIterator();
    assertTrue(rows.hasNext());
    assertEquals(2, rows.next().length());
  }

  @Test
  void t13ATaskThatStopsEarly(SparkSession spark, Database database) {
    ForeachPartitionFunction<Row> oneRow =
        rows -> {
          assertTrue(rows.hasNext());
          assertEquals(2, rows.next().length());
        };
    read(spark, database).foreachPartition(oneRow);
  }

  @Test
  void t13AConsumerThatFails(SparkSession spark, Database database) {
    Dataset<Row> failing =
        read(spark, database).selectExpr("if(id = 40000, raise_error('no more'), text) as text");

    SparkException failure = assertThrows(SparkException.class, failing::collectAsList);
    assertTrue(failure.getMessage().contains("no more"), failure.getMessage());
  }

  @Test
  void t13AJoinThatNeedsOnlySomeRows(SparkSession spark, Database database) {
    Dataset<Row> read = read(spark, database);
    spark.conf().set("spark.sql.autoBroadcastJoinThreshold", "-1");

    assertEquals(5, read.join(spark.range(5).toDF(), "id").limit(7).collectAsList().size());
  }

  private static Dataset<Row> read(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(ROWS).selectExpr("id", "repeat(cast(id as string), 10) as text"));
    return docs.read();
  }
}
