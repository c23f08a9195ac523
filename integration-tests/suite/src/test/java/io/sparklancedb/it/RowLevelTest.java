package io.sparklancedb.it;

import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code MERGE INTO}, {@code UPDATE} and {@code DELETE}, with a primary key and without one. */
@ExtendWith(SparkExtension.class)
@Tag("contract")
class RowLevelTest {
  private static final String TARGET = "lance.default.docs";
  private static final String KEYLESS = "lance.default.keyless";

  private SparkSession spark;
  private Database database;

  /** Ids 1 to 4: (1, 10, a), (2, 20, b), (3, 30, null), (4, null, d). */
  @BeforeEach
  void makeTheTable(SparkSession session, Database emptyDatabase) {
    spark = session;
    database = emptyDatabase;
    SqlCatalog.of(session, emptyDatabase);
    sql(
        "CREATE TABLE lance.default.docs (id BIGINT, n INT, text STRING) TBLPROPERTIES ('primary_key' = 'id')");
    sql(
        "INSERT INTO lance.default.docs VALUES (1, 10, 'a'), (2, 20, 'b'), (3, 30, null), (4, null, 'd')");
    spark
        .sql(
            "SELECT * FROM VALUES (2L, 200, 'B'), (3L, 300, 'C'), (5L, 500, 'E'), (6L, null, null) AS s(id, n, text)")
        .createOrReplaceTempView("source");
  }

  private List<Row> sql(String statement) {
    return spark.sql(statement).collectAsList();
  }

  private String rows() {
    return rows(TARGET);
  }

  private String rows(String table) {
    return SqlCatalog.text(spark.table(table).orderBy("id"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Clauses of each kind.
        "MERGE INTO lance.default.docs t USING source s ON t.id = s.id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *|1,10,a; 2,200,B; 3,300,C; 4,null,d; 5,500,E; 6,null,null",
        "MERGE INTO lance.default.docs t USING source s ON t.id = s.id WHEN MATCHED THEN DELETE|1,10,a; 4,null,d",
        "MERGE INTO lance.default.docs t USING source s ON t.id = s.id WHEN NOT MATCHED THEN INSERT *|1,10,a; 2,20,b; 3,30,null; 4,null,d; 5,500,E; 6,null,null",
        "MERGE INTO lance.default.docs t USING source s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)|1,10,a; 2,20,b; 3,30,null; 4,null,d; 5,null,null; 6,null,null",
        "MERGE INTO lance.default.docs t USING source s ON t.id = s.id WHEN NOT MATCHED BY SOURCE THEN DELETE|2,20,b; 3,30,null",
        "MERGE INTO lance.default.docs t USING source s ON t.id = s.id WHEN NOT MATCHED BY SOURCE THEN UPDATE SET text = 'gone'|1,10,gone; 2,20,b; 3,30,null; 4,null,gone",
        // The first clause whose condition holds.
        "MERGE INTO lance.default.docs t USING source s ON t.id = s.id WHEN MATCHED AND s.n > 250 THEN DELETE WHEN MATCHED THEN UPDATE SET t.n = t.n + s.n WHEN NOT MATCHED AND s.n IS NULL THEN INSERT (id, text) VALUES (s.id, 'new') WHEN NOT MATCHED THEN INSERT * WHEN NOT MATCHED BY SOURCE AND t.n IS NULL THEN DELETE|1,10,a; 2,220,b; 5,500,E; 6,null,new",
        // A condition that is null holds for nothing.
        "MERGE INTO lance.default.docs t USING source s ON t.n = s.n WHEN NOT MATCHED AND s.id > 5 THEN INSERT *|1,10,a; 2,20,b; 3,30,null; 4,null,d; 6,null,null",
        // Other columns than the key, sub-queries, the table itself.
        "MERGE INTO lance.default.docs t USING (SELECT 'b' AS text) s ON t.text = s.text WHEN MATCHED THEN UPDATE SET n = -1|1,10,a; 2,-1,b; 3,30,null; 4,null,d",
        "MERGE INTO lance.default.docs t USING (SELECT id + 1 AS id, n FROM lance.default.docs) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET n = s.n WHEN NOT MATCHED THEN INSERT (id, n) VALUES (s.id, s.n)|1,10,a; 2,10,b; 3,20,null; 4,30,d; 5,null,null",
        "MERGE INTO lance.default.docs t USING source s ON false WHEN NOT MATCHED AND s.id = 6 THEN INSERT *|1,10,a; 2,20,b; 3,30,null; 4,null,d; 6,null,null",
        "UPDATE lance.default.docs SET n = n + 1, text = upper(text) WHERE id < 3|1,11,A; 2,21,B; 3,30,null; 4,null,d",
        "UPDATE lance.default.docs SET text = 'x'|1,10,x; 2,20,x; 3,30,x; 4,null,x",
        "UPDATE lance.default.docs SET text = NULL WHERE n IS NULL|1,10,a; 2,20,b; 3,30,null; 4,null,null",
        "UPDATE lance.default.docs SET n = 0 WHERE id IN (SELECT id FROM source)|1,10,a; 2,0,b; 3,0,null; 4,null,d",
        "UPDATE lance.default.docs AS d SET d.n = 0 WHERE NOT EXISTS (SELECT 1 FROM source s WHERE s.id = d.id)|1,0,a; 2,20,b; 3,30,null; 4,0,d",
        "UPDATE lance.default.docs SET n = 7 WHERE id = 99|1,10,a; 2,20,b; 3,30,null; 4,null,d",
        "UPDATE lance.default.docs SET id = id + 100 WHERE id > 2|1,10,a; 2,20,b; 103,30,null; 104,null,d",
        "DELETE FROM lance.default.docs WHERE id IN (SELECT id FROM source)|1,10,a; 4,null,d",
        "DELETE FROM lance.default.docs WHERE length(text) = 1 AND n > (SELECT min(n) FROM lance.default.docs)|1,10,a; 3,30,null; 4,null,d"
      })
  void aStatementHasItsRows(String statement, String expected) {
    sql("CREATE TABLE %s AS SELECT * FROM %s".formatted(KEYLESS, TARGET));
    sql(statement);
    sql(statement.replace(TARGET, KEYLESS));

    assertEquals(expected, rows());
    assertEquals(expected, rows(KEYLESS));
    assertEquals(spark.table(TARGET).count(), new Docs(spark, database).table().count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE lance.default.docs SET id = 4 WHERE id = 1|Cannot update table 'URI': 1 row would get a value of the primary key 'id' that other rows have. The table is as it was. Choose other keys, or update those rows.",
        "UPDATE lance.default.docs SET id = 9|Cannot update table 'URI': more than one row would get the primary key 'id' = '9'. The table is as it was. Give each row a key of its own; of a MERGE's source, keep one row of each key.",
        "UPDATE lance.default.docs SET id = id + 1 WHERE id < 3|Cannot update table 'URI': a row would get the primary key 'id' = '2', which another row gives up in the same statement. The table is as it was. Use two statements: first give the rows keys that no row has, then those that they shall have; or DELETE the rows, then INSERT them.",
        "MERGE INTO lance.default.docs t USING source s ON t.n = s.n WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT *|Cannot merge table 'URI': 2 rows would get a value of the primary key 'id' that other rows have. The table is as it was. Choose other keys, or update those rows.",
        "MERGE INTO lance.default.docs t USING (SELECT 3L AS id, 2L AS other) s ON t.id = s.other WHEN MATCHED THEN UPDATE SET id = s.id WHEN NOT MATCHED BY SOURCE AND t.id = 3 THEN DELETE|Cannot merge table 'URI': a row would get the primary key 'id' = '3', which another row gives up in the same statement. The table is as it was. Use two statements: first give the rows keys that no row has, then those that they shall have; or DELETE the rows, then INSERT them.",
        "MERGE INTO lance.default.docs t USING (SELECT 7L AS id FROM range(2)) s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)|Cannot write: two of the rows have the primary key 'id' = '7'. Keep one row of each key, such as dropDuplicates(\"id\")."
      })
  void noKeyIsGivenTwice(String statement, String message) {
    String before = rows();

    assertEquals(
        message.replace("URI", database.table(Docs.NAME).toString()),
        Failure.of(() -> sql(statement)).refusal());
    assertEquals(before, rows());
  }

  /** Rows that are alike in everything, and keys that are null. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE lance.default.keyless SET id = 4 WHERE id IS NULL|1,a; 1,a; 1,b; 4,n",
        "UPDATE lance.default.keyless SET text = upper(text) WHERE id = 1|null,n; 1,A; 1,A; 1,B",
        "UPDATE lance.default.keyless SET id = 1|1,a; 1,a; 1,b; 1,n",
        "DELETE FROM lance.default.keyless WHERE reverse(text) = 'a'|null,n; 1,b",
        "MERGE INTO lance.default.keyless t USING (SELECT 1L AS id) s ON t.id = s.id AND t.text = 'b' WHEN MATCHED THEN DELETE WHEN NOT MATCHED BY SOURCE THEN UPDATE SET text = 'x'|null,x; 1,x; 1,x",
        "MERGE INTO lance.default.keyless t USING (SELECT 2L AS id FROM range(2)) s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id, text) VALUES (s.id, 'new')|null,n; 1,a; 1,a; 1,b; 2,new; 2,new"
      })
  void aTableWithoutAKeyMayRepeatRows(String statement, String expected) {
    sql("CREATE TABLE lance.default.keyless (id BIGINT, text STRING)");
    sql("INSERT INTO lance.default.keyless VALUES (1, 'a'), (1, 'a'), (1, 'b'), (null, 'n')");
    sql(statement);

    assertEquals(expected, SqlCatalog.text(spark.table(KEYLESS).orderBy("id", "text")));
  }

  @Test
  void d2SeveralMatchesOfARowAreRefused() {
    String before = rows();
    String message =
        Failure.of(
                () ->
                    sql(
                        "MERGE INTO lance.default.docs t USING (SELECT 1L AS id, n FROM source) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET n = s.n"))
            .text();

    assertTrue(message.contains("MERGE_CARDINALITY_VIOLATION"), message);
    assertEquals(before, rows());
    sql(
        "MERGE INTO lance.default.docs t USING (SELECT 1L AS id, n FROM source) s ON t.id = s.id WHEN MATCHED THEN DELETE");
    assertEquals("2,20,b; 3,30,null; 4,null,d", rows());
  }

  /** What a statement read must still be so when it is committed. */
  @Test
  void c8AStatementWhoseRowsHaveChangedIsRefused() {
    spark.udf().register("write_meanwhile", deletion(database.table(Docs.NAME)), IntegerType);
    String message =
        Failure.of(() -> sql("UPDATE lance.default.docs SET n = write_meanwhile(n) + 1")).refusal();

    assertTrue(message.contains("Run the statement again"), message);
    assertEquals("1,10,a; 3,30,null; 4,null,d", rows());
  }

  /** Captures nothing that cannot be sent to a task. */
  private static UDF1<Integer, Integer> deletion(Path table) {
    String path = table.toString();
    return n -> {
      if (n != null && n == 10) {
        new NativeWriter(Path.of(path)).change(dataset -> dataset.delete("id = 2"));
      }
      return n;
    };
  }

  @Test
  void wideTypesAndVectorsStayAsTheyAre() {
    sql(
        "CREATE TABLE lance.default.wide (id STRING, embedding ARRAY<FLOAT>, s STRUCT<a: INT, b: ARRAY<STRING>>, n INT) TBLPROPERTIES ('primary_key' = 'id', 'vector.embedding' = '2', 'null_structs' = 'struct_of_nulls')");
    sql(
        "INSERT INTO lance.default.wide VALUES ('a', array(1, 2), struct(1, array('x')), 1), ('b', null, null, 2)");
    sql("UPDATE lance.default.wide SET n = n * 10");
    sql("UPDATE lance.default.wide SET s.a = 5 WHERE id = 'a'");

    assertEquals(
        "[[a,1.0,2.0,5,x,10], [b,null,null,null,null,20]]",
        sql("SELECT id, embedding[0], embedding[1], s.a, s.b[0], n FROM lance.default.wide ORDER BY id")
            .toString());
  }

  @Test
  void aTableWithStableRowIdsIsRefused() {
    Docs docs = new Docs(spark, database);
    new NativeTable(database.table("stable")).createStable(docs.table().schema());
    sql("INSERT INTO lance.default.stable SELECT * FROM lance.default.docs");
    String message = Failure.of(() -> sql("UPDATE lance.default.stable SET n = 1")).refusal();

    assertEquals(
        "Cannot update table '"
            + database.table("stable")
            + "': lance-core 7.0.0 cannot detect concurrent changes in tables with stable row ids."
            + " Merge a DataFrame into it.",
        message);
    assertEquals(3, spark.table("lance.default.stable").where("n > 1").count());
  }
}
