package io.sparklancedb.it;

import static org.apache.spark.sql.functions.expr;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code sequence_column} says of rows in one write, and of rows of the table. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class SequenceTest {
  @Test
  @Tag("contract")
  void anOlderEventOfALaterWriteDoesNotWin(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    write(
        docs,
        "(1, 'a', 10L, false), (2, 'b', 10L, false), (3, 'c', 10L, false), (4, 'd', 10L, false)");
    write(
        docs,
        "(1, 'older', 9L, false), (2, 'same', 10L, false), (3, 'later', 11L, false), (5, 'new', 1L, false)");
    assertEquals("1,a,10; 2,same,10; 3,later,11; 4,d,10; 5,new,1", content(docs));

    write(
        docs,
        "(1, null, 9L, true), (2, null, 10L, true), (3, null, 12L, true), (6, null, 1L, true)");
    assertEquals("1,a,10; 4,d,10; 5,new,1", content(docs));
    assertEquals(3, docs.table().count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cast(n as double)|cast('NaN' as double)",
        "cast(n as timestamp)|timestamp'9999-01-01 00:00:00'",
        "cast(n as decimal(20,2))|999999.5",
        "struct(1 as a, n as b)|struct(2 as a, 0 as b)"
      })
  void everyTypeThatSparkSortsTellsTheLaterRow(
      String sequence, String greatest, SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> rows =
        spark.sql(
            "select * from values (1, 5, 'old'), (2, 5, 'old'), (3, null, 'old') as t(id, n, text)");
    last(docs, rows.selectExpr("id", sequence + " as lsn", "text")).save();
    Dataset<Row> earlier = rows.selectExpr("id", "4 as n", "'earlier' as text");
    last(docs, earlier.selectExpr("id", sequence + " as lsn", "text")).save();
    last(docs, rows.where("id = 2").selectExpr("id", greatest + " as lsn", "'latest' as text"))
        .save();
    last(docs, rows.where("id = 2").selectExpr("id", sequence + " as lsn", "text")).save();

    assertEquals(
        "1,old; 2,latest; 3,earlier",
        SqlCatalog.text(docs.read().select("id", "text").orderBy("id")));
  }

  /** A null is earlier than all: between two of them the one that is written later wins. */
  @Test
  void aRowWithoutASequenceIsEarlierThanAll(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    write(docs, "(1, 'a', 10L, false), (2, 'b', null, false), (3, 'c', null, false)");
    write(docs, "(1, 'x', null, false), (2, 'y', null, false), (3, 'z', 1L, false)");
    assertEquals("1,a,10; 2,y,null; 3,z,1", content(docs));

    write(docs, "(1, null, null, true), (2, null, null, true)");
    assertEquals("1,a,10; 3,z,1", content(docs));
  }

  @Test
  void zeroAndMinusZeroAreOneSequence(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> rows =
        spark.sql("select * from values ('k', 0d), ('k', -0d) as t(id, lsn)").coalesce(1);
    new Refused(docs)
        .with(
            "Cannot write: two rows of key 'k' have the same 'lsn', and nothing tells which is the last. Drop one, or choose a 'sequence_column' that differs.",
            last(docs, rows));
  }

  @Test
  void aSequenceThatTheTableLacksTellsWithinOneWriteAndIsNotStored(
      SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.sql("select 1 as id, 'a' as text"));
    for (String evolution : List.of("fail", "add_columns")) {
      events(
              docs,
              "(1, 'first', 1L, false), (1, '" + evolution + "', 2L, false), (2, 'x', 2L, true)")
          .option("schema_evolution", evolution)
          .save();
      assertEquals("1," + evolution, SqlCatalog.text(docs.read()));
    }
    events(docs, "(1, 'earlier', 0L, false)").save();

    assertEquals("1,earlier", SqlCatalog.text(docs.read()));
  }

  @Test
  void withoutDuplicatesItGuardsTheTable(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    write(docs, "(1, 'a', 10L, false), (2, 'b', 10L, false)");
    events(docs, "(1, 'older', 9L, false), (2, 'later', 11L, false)")
        .option("duplicate_keys", "fail")
        .save();
    assertEquals("1,a,10; 2,later,11", content(docs));
    new Refused(docs)
        .with(
            "Cannot write: two of the rows have the primary key 'id' = '1'. Keep one row of each key, such as dropDuplicates(\"id\").",
            events(docs, "(1, 'x', 20L, false), (1, 'y', 21L, false)")
                .option("duplicate_keys", "fail"));
  }

  @Test
  void theOtherRulesHoldBesideIt(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    write(docs, "(1, 'a', 10L, false), (2, 'b', 10L, false), (3, 'c', 10L, false)");
    events(docs, "(1, 'older', 9L, false), (2, 'later', 11L, false), (4, 'new', 1L, false)")
        .option("when_not_matched", "ignore")
        .option("when_not_matched_by_source", "delete")
        .save();
    assertEquals("1,a,10; 2,later,11", content(docs));

    docs.writer(rows(docs, "(1, 'replaced', 1L, false)").drop("gone"))
        .option("sequence_column", "lsn")
        .mode("overwrite")
        .save();
    assertEquals("1,replaced,1", content(docs));
  }

  @Test
  void anOverwriteOfSomeRowsDoesNotLookAtIt(SparkSession spark, Database database)
      throws Exception {
    Docs docs = new Docs(spark, database);
    SqlCatalog.of(spark, database)
        .sql(
            "CREATE TABLE lance.default.docs (id INT, text STRING, lsn INT) TBLPROPERTIES ('primary_key' = 'id', 'sequence_column' = 'lsn')",
            "INSERT INTO lance.default.docs VALUES (1, 'a', 5), (2, 'b', 5)",
            "INSERT INTO lance.default.docs REPLACE WHERE id = 2 VALUES (1, 'rw', 4)");
    assertEquals("1,rw,4", content(docs));

    spark
        .sql("SELECT * FROM VALUES (1, 'x', 2), (1, 'y', 3), (1, 'z', 1) AS t(id, text, lsn)")
        .writeTo("lance.default.docs")
        .option("duplicate_keys", "last")
        .overwrite(expr("id = 2"));
    assertEquals("1,y,3", content(docs));

    SqlCatalog.of(spark, database).sql("INSERT OVERWRITE lance.default.docs VALUES (1, 'all', 1)");
    assertEquals("1,all,1", content(docs));
  }

  /**
   * The columns that a DataFrame lacks stay as they are, in rows that win and in rows that lose.
   */
  @Test
  void columnsThatAreCarriedOverStayThoseOfTheirRows(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    write(docs, "(1, 'a', 10L, false), (2, 'b', 10L, false)");
    docs.append(docs.read().selectExpr("id", "text", "lsn").where("id = 1"));
    last(docs, spark.sql("select * from values (1, 9L), (2, 11L), (3, 1L) as t(id, lsn)"))
        .option("schema_evolution", "add_columns")
        .save();

    assertEquals("1,a,10; 2,b,11; 3,null,1", content(docs));
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "concat('key-', id)"})
  void severalPassesTellTheSame(String key, SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> all =
        spark.range(0, 60_000, 1, 2).selectExpr(key + " as id", "id % 7 as lsn", "'old' as text");
    last(docs, all).save();
    Dataset<Row> changes =
        all.withColumn("lsn", expr("lsn + if(hash(id) % 2 = 0, 1, -1)"))
            .withColumn("text", expr("'new'"))
            .withColumn("gone", expr("hash(id) % 3 = 0"));
    last(docs, changes).option("delete_column", "gone").option("key_memory", "1m").save();

    Dataset<Row> expected =
        all.selectExpr(
                "id",
                "if(hash(id) % 2 = 0, lsn + 1, lsn) as lsn",
                "if(hash(id) % 2 = 0, 'new', 'old') as text")
            .where("not (hash(id) % 2 = 0 and hash(id) % 3 = 0)");
    assertEquals(0, docs.read().exceptAll(expected).count());
    assertEquals(expected.count(), docs.table().count());
  }

  @Test
  void aLaterRowThatComesMeanwhileStays(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    write(docs, "(1L, 'a', 10L, false), (2L, 'b', 10L, false), (3L, 'c', 10L, false)");
    Docs other = new Docs(spark, new Database(database.folder().resolve("other")));
    write(other, "(1L, 'meanwhile', 20L, false), (3L, 'meanwhile', 20L, false)");
    String own = docs.table().folder().toString();
    String others = other.table().folder().toString();
    Dataset<Row> rows =
        Sabotage.at(
            2,
            task -> {
              NativeTable table = new NativeTable(Path.of(own));
              table.delete("id in (1, 3)");
              table.appendFrom(Path.of(others));
            },
            rows(docs, "(1L, 'x', 15L, false), (2L, 'y', 15L, false), (3L, null, 15L, true)")
                .coalesce(1));
    docs.writer(rows).option("delete_column", "gone").option("sequence_column", "lsn").save();

    assertEquals("1,meanwhile,20; 2,y,15; 3,meanwhile,20", content(docs));
  }

  private static void write(Docs docs, String values) {
    events(docs, values).save();
  }

  private static DataFrameWriter<Row> events(Docs docs, String values) {
    return last(docs, rows(docs, values)).option("delete_column", "gone");
  }

  private static Dataset<Row> rows(Docs docs, String values) {
    return docs.spark().sql("select * from values " + values + " as t(id, text, lsn, gone)");
  }

  @Test
  void asAPropertyItFollowsItsColumn(SparkSession spark, Database database) {
    SqlCatalog catalog = SqlCatalog.of(spark, database);
    String table = "lance.default.docs";
    catalog.sql(
        "CREATE TABLE %s (id INT, lsn INT) TBLPROPERTIES ('primary_key' = 'id', 'sequence_column' = 'LSN')"
            .formatted(table),
        "ALTER TABLE %s RENAME COLUMN lsn TO seq".formatted(table),
        "INSERT INTO %s VALUES (1, 9)".formatted(table),
        "INSERT INTO %s VALUES (1, 8)".formatted(table));

    assertEquals(
        "[[sequence_column,seq]]",
        catalog.sql("SHOW TBLPROPERTIES %s ('sequence_column')".formatted(table)));
    assertEquals("1,9", SqlCatalog.text(spark.table(table)));
    assertEquals(
        "Cannot drop column 'seq' of table 'docs': the property 'sequence_column' names it, by which later rows stay. Set the property to another column or unset it, then drop the column.",
        catalog.refusal("ALTER TABLE %s DROP COLUMN seq".formatted(table)));
    catalog.sql(
        "ALTER TABLE %s UNSET TBLPROPERTIES ('sequence_column')".formatted(table),
        "ALTER TABLE %s DROP COLUMN seq".formatted(table));
    assertEquals("1", SqlCatalog.text(spark.table(table)));
  }

  @Test
  void asAPropertyItNamesAColumnOrTheLastRowOfAWrite(SparkSession spark, Database database) {
    SqlCatalog catalog = SqlCatalog.of(spark, database);
    String table = "lance.default.docs";
    String create = "CREATE TABLE %s (id INT) TBLPROPERTIES ('primary_key' = 'id'".formatted(table);
    String refusal =
        "Cannot use option 'sequence_column' = 'nope': the table has no such column, and 'duplicate_keys' = 'fail' lets no key come twice, so it would have no effect. Set 'duplicate_keys' to 'last', or add the column to the table.";
    assertEquals(refusal, catalog.refusal(create + ", 'sequence_column' = 'nope')"));
    catalog.sql(create + ")");
    String set = "ALTER TABLE %s SET TBLPROPERTIES ('sequence_column' = 'nope'".formatted(table);
    assertEquals(refusal, catalog.refusal(set + ")"));
    catalog.sql(set + ", 'duplicate_keys' = 'last')");
    assertEquals(
        "Cannot use option 'sequence_column' = 'nope': the rows to write have no such column, they have id. Name one of these or leave the option out; if it is a property of the table, by ALTER TABLE with SET or UNSET TBLPROPERTIES ('sequence_column').",
        catalog.refusal("INSERT INTO %s VALUES (1)".formatted(table)));
  }

  private static DataFrameWriter<Row> last(Docs docs, Dataset<Row> rows) {
    return docs.writer(rows)
        .option("primary_key", "id")
        .option("duplicate_keys", "last")
        .option("sequence_column", "lsn");
  }

  private static String content(Docs docs) {
    return docs.read().select("id", "text", "lsn").orderBy("id").collectAsList().stream()
        .map(row -> row.mkString(","))
        .collect(Collectors.joining("; "));
  }
}
