package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows that delete need a key and the flag. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class DeletionsTest {
  private static final String LACKS =
      "Cannot write key '3': its row does not delete, and the DataFrame lacks the table's columns 'text', 'n'. Add the columns to the DataFrame, or set 'schema_evolution' to 'add_columns' to leave nullable ones as they are.";

  @Test
  @Tag("contract")
  void needNoOtherColumn(SparkSession spark, Database database) {
    Docs docs = docs(spark, database);
    deletions(docs, "select * from values (1, true), (9, true) as t(id, gone)").save();
    assertEquals("2,b,2; 3,c,3", content(docs));

    deletions(docs, "select true as gone, 2 as id")
        .option("schema_evolution", "add_columns")
        .save();
    assertEquals("3,c,3", content(docs));
  }

  @Test
  void areTheLastOfTheirKeyByASequenceThatIsNotStored(SparkSession spark, Database database) {
    Docs docs = docs(spark, database);
    deletions(docs, "select * from values (1, true, 2), (1, false, 1) as t(id, gone, lsn)")
        .option("duplicate_keys", "last")
        .option("sequence_column", "lsn")
        .save();
    assertEquals("2,b,2; 3,c,3", content(docs));
    new Refused(docs)
        .with(
            "Cannot write: two of the rows have the primary key 'id' = '2'. Keep one row of each key, such as dropDuplicates(\"id\").",
            deletions(docs, "select * from values (2, true), (2, true) as t(id, gone)"));
  }

  @Test
  void aRowThatDoesNotDeleteNeedsAllColumns(SparkSession spark, Database database) {
    Docs docs = docs(spark, database);
    new Refused(docs)
        .with(LACKS, deletions(docs, "select * from values (1, true), (3, false) as t(id, gone)"));
    new Refused(docs)
        .with(
            LACKS.replace("'text', 'n'", "'n'"),
            deletions(docs, "select 3 as id, cast(null as boolean) as gone")
                .option("schema_evolution", "add_columns"));
    new Refused(docs)
        .with(
            "Cannot write to table 'TABLE': it has no columns 'extra'. Drop them, or set 'schema_evolution' = 'add_columns': then the table gets them.",
            deletions(docs, "select 3 as id, true as gone, 1 as extra"));
  }

  @Test
  void mayHaveNullsWhereTheTableHasNone(SparkSession spark, Database database) {
    Docs docs = docs(spark, database);
    deletions(
            docs,
            "select * from values (1, null, null, true), (4, 'd', 4, false) as t(id, text, n, gone)")
        .save();

    assertEquals("2,b,2; 3,c,3; 4,d,4", content(docs));
    new Refused(docs)
        .with(
            "Cannot write column 'n' of key '5': it is null, and the column holds no nulls. Filter the row or fill it in.",
            deletions(docs, "select 5 as id, 'e' as text, cast(null as int) as n, false as gone"));
  }

  private static Docs docs(SparkSession spark, Database database) {
    SqlCatalog.of(spark, database)
        .sql(
            "CREATE TABLE lance.default.docs (id INT, text STRING, n INT NOT NULL) TBLPROPERTIES ('primary_key' = 'id')",
            "INSERT INTO lance.default.docs VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)");
    return new Docs(spark, database);
  }

  private static DataFrameWriter<Row> deletions(Docs docs, String rows) {
    return docs.writer(docs.spark().sql(rows)).option("delete_column", "gone");
  }

  private static String content(Docs docs) {
    return SqlCatalog.text(docs.read().orderBy("id"));
  }
}
