package io.sparklancedb.it;

import static org.apache.spark.sql.functions.expr;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.error.LanceDbException;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What PySpark prints of a failure. It knows an exception by its class: of an {@code
 * IllegalArgumentException} it prints the message alone, of any other but Spark's own the whole
 * stack, so that the reason stands in the middle of a hundred lines.
 */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class PySparkErrorsTest {
  private static final String NULL_KEY =
      "Cannot write row 2 of partition 1: its primary key 'id' is null."
          + " Fill it or filter such rows out.";

  private static final String NO_KEY =
      "Cannot write table 'TABLE': it has no primary key."
          + " Set the option 'primary_key' to the one column that names a row.";

  /** How rows come to a table. */
  private enum Statement {
    APPEND,
    OVERWRITE,
    INSERT,
    UPDATE,
    MERGE,
    CREATE_AS_SELECT;

    void run(SparkSession spark, Docs docs) {
      Dataset<Row> rows = refused(spark);
      rows.createOrReplaceTempView("rows");
      switch (this) {
        case APPEND -> docs.append(rows);
        case OVERWRITE -> docs.overwrite(rows);
        case INSERT -> spark.sql("INSERT INTO lance.default.docs SELECT * FROM rows");
        case UPDATE ->
            spark.sql(
                "UPDATE lance.default.docs SET embedding = IF(id = 2, array(1f, cast(null AS FLOAT)), embedding)");
        case MERGE ->
            spark.sql(
                "MERGE INTO lance.default.docs t USING rows s ON t.id = s.id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *");
        default ->
            spark.sql(
                "CREATE TABLE lance.default.other TBLPROPERTIES ('primary_key' = 'id', 'vector.embedding' = '2') AS SELECT * FROM rows");
      }
    }
  }

  @Tag("contract")
  @Test
  void aRefusalOfTheDriverIsOneLine(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    assertOneLine(
        NO_KEY.replace("TABLE", docs.table().folder().toString()),
        Failure.of(() -> docs.writer(spark.range(3).toDF()).save()));
  }

  @Tag("contract")
  @ParameterizedTest
  @EnumSource(Statement.class)
  void aRefusedRowIsOneLine(Statement statement, SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    SqlCatalog.of(spark, database);
    docs.append(accepted(spark));
    List<String> before = new FileTree(database.folder()).names();
    long version = docs.table().version();

    Failure failure = Failure.of(() -> statement.run(spark, docs));

    assertOneLine(
        "Cannot write column 'embedding' of key '2': value 2 of the vector is null."
            + " Replace it, or make the whole vector null.",
        failure);
    new FileTree(database.folder()).await(before);
    assertEquals(version, docs.table().version());
  }

  @Test
  void theFirstPartitionThatRefusesARowIsToldAndNoTaskIsTriedAgain(
      SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> rows =
        spark.range(0, 12, 1, 4).withColumn("id", expr("if(id in (5, 8, 11), null, id)"));

    try (TaskCounts tasks = new TaskCounts(spark)) {
      assertOneLine(NULL_KEY, Failure.of(() -> docs.append(rows)));

      assertEquals(4, tasks.await().succeeded());
      assertEquals(0, tasks.failed());
      assertEquals(3, tasks.rows());
    }
    assertEquals(List.of(), new FileTree(database.folder()).names());
  }

  @Test
  void aRowThatDoesNotDeleteWhereColumnsAreMissingIsNoFailedTask(
      SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.sql("SELECT 1 id, 'a' text"));

    assertRefusedOnce(
        "Cannot write key '1': its row does not delete, and the DataFrame lacks the table's columns 'text'. Add the columns to the DataFrame, or set 'schema_evolution' to 'add_columns' to leave nullable ones as they are.",
        docs.writer(spark.sql("SELECT 1 id, false gone")).option("delete_column", "gone"));
  }

  @Test
  void anEmptyVectorThatIsTheFirstOfATableIsNoFailedTask(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> rows =
        spark.sql("SELECT 1L id, cast(null as array<float>) vec UNION ALL SELECT 2L, array()");

    assertRefusedOnce(
        "Cannot write column 'vec' of key '2': it has no values, and a vector has at least 1. Mend the vector or make it null.",
        docs.writer(rows.coalesce(1)).option("primary_key", "id"));
  }

  private static void assertRefusedOnce(String message, DataFrameWriter<Row> writer) {
    SparkSession spark = SparkSession.active();
    try (TaskCounts tasks = new TaskCounts(spark)) {
      assertOneLine(message, Failure.of(writer::save));

      tasks.await();
      assertEquals(0, tasks.failed());
    }
  }

  /** What is refused waits for the other tasks, and not for ever. */
  @Tag("faults")
  @Test
  void aTaskThatTakesLongIsStoppedWhenAnotherHasRefusedARow(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> rows =
        Sabotage.at(
                0,
                task -> Poll.until("the task is stopped", task::isInterrupted),
                spark.range(0, 6, 1, 2).toDF())
            .withColumn("id", expr("if(id = 5, null, id)"));

    Failure failure = Failure.of(() -> docs.append(rows));

    String told = failure.cause(SparkException.class).getMessage();
    assertEquals(true, told.contains(" cancelled because " + NULL_KEY), failure::text);
    new FileTree(database.folder()).await(List.of());
  }

  private static void assertOneLine(String message, Failure failure) {
    assertEquals(LanceDbException.class, failure.thrown().getClass(), failure::text);
    assertEquals(true, failure.thrown() instanceof IllegalArgumentException);
    assertEquals(message, failure.thrown().getMessage());
  }

  private static Dataset<Row> accepted(SparkSession spark) {
    return spark.range(0, 10, 1, 2).withColumn("embedding", expr("array(1f, 2f)"));
  }

  /** After rows that are all right. */
  private static Dataset<Row> refused(SparkSession spark) {
    return accepted(spark)
        .withColumn("embedding", expr("if(id = 2, array(1f, cast(null AS FLOAT)), embedding)"));
  }
}
