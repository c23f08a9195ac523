package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What SQL means beside its clauses: names, casts, nulls, sub-queries, caches. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class StatementsTest {
  private SparkSession spark;

  /** Ids 1 to 3: (1, 10, a, (1, x)), (2, 20, null, null), (3, null, c, (3, null)). */
  @BeforeEach
  void makeTheTable(SparkSession session, Database database) {
    spark = session;
    SqlCatalog.of(session, database);
    sql("USE lance");
    sql(
        "CREATE TABLE t (id BIGINT, n INT, text STRING, s STRUCT<a: INT, b: STRING>) TBLPROPERTIES ('primary_key' = 'id')");
    sql(
        "INSERT INTO t VALUES (1, 10, 'a', struct(1, 'x')), (2, 20, null, null), (3, null, 'c', struct(3, null))");
    spark
        .sql(
            "SELECT * FROM VALUES (1L, 100, 'A'), (null, 0, 'null'), (4L, 400, 'D') AS s(id, n, text)")
        .createOrReplaceTempView("source");
  }

  private List<Row> sql(String statement) {
    return spark.sql(statement).collectAsList();
  }

  private String rows() {
    return SqlCatalog.text(spark.sql("SELECT id, n, text, s.a, s.b FROM t ORDER BY id"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Inserts by name, by position, of some columns.
        "INSERT INTO t (text, id, s, n) VALUES ('new', 4, null, null)|1,10,a,1,x; 2,20,null,null,null; 3,null,c,3,null; 4,null,new,null,null",
        "INSERT INTO t BY NAME SELECT 'new' AS text, 4L AS id, null AS s, 40 AS n|1,10,a,1,x; 2,20,null,null,null; 3,null,c,3,null; 4,40,new,null,null",
        // Casts that lose nothing.
        "INSERT INTO t VALUES (4S, 4.0, 4, null)|1,10,a,1,x; 2,20,null,null,null; 3,null,c,3,null; 4,4,4,null,null",
        "UPDATE t SET n = 7L, text = 8 WHERE id = 1|1,7,8,1,x; 2,20,null,null,null; 3,null,c,3,null",
        // Fields of structs; a null struct gets one.
        "UPDATE t SET s.a = 9|1,10,a,9,x; 2,20,null,9,null; 3,null,c,9,null",
        "UPDATE t SET s = named_struct('a', n, 'b', text)|1,10,a,10,a; 2,20,null,20,null; 3,null,c,null,c",
        // Names: aliases, qualified, in another case.
        "UPDATE lance.default.t AS x SET X.N = x.n + 1 WHERE x.ID = 1|1,11,a,1,x; 2,20,null,null,null; 3,null,c,3,null",
        "DELETE FROM lance.default.t x WHERE x.Text = 'a'|2,20,null,null,null; 3,null,c,3,null",
        "MERGE INTO t AS source USING source AS t ON source.id = t.id WHEN MATCHED THEN UPDATE SET source.n = t.n|1,100,a,1,x; 2,20,null,null,null; 3,null,c,3,null",
        // Nulls: in conditions of rows, in keys of the source, in NOT IN.
        "DELETE FROM t WHERE NOT (n > 10)|2,20,null,null,null; 3,null,c,3,null",
        "DELETE FROM t WHERE n <=> null|1,10,a,1,x; 2,20,null,null,null",
        "DELETE FROM t WHERE id NOT IN (SELECT id FROM source)|1,10,a,1,x; 2,20,null,null,null; 3,null,c,3,null",
        "DELETE FROM t WHERE id NOT IN (SELECT id FROM source WHERE id IS NOT NULL)|1,10,a,1,x",
        "MERGE INTO t USING source s ON t.id = s.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED AND s.id IS NOT NULL THEN INSERT (id, n) VALUES (s.id, s.n) WHEN NOT MATCHED BY SOURCE AND t.n IS NULL THEN UPDATE SET n = -1|2,20,null,null,null; 3,-1,c,3,null; 4,400,null,null,null",
        "MERGE INTO t USING source s ON t.id <=> s.id WHEN NOT MATCHED BY SOURCE THEN DELETE|1,10,a,1,x",
        // Sub-queries and expressions.
        "UPDATE t SET n = (SELECT max(n) FROM source) WHERE id = (SELECT min(id) FROM t)|1,400,a,1,x; 2,20,null,null,null; 3,null,c,3,null",
        "UPDATE t SET text = CASE WHEN n IS NULL THEN 'none' ELSE concat(id, ':', n) END|1,10,1:10,1,x; 2,20,2:20,null,null; 3,null,none,3,null",
        "DELETE FROM t WHERE EXISTS (SELECT 1 FROM source s WHERE s.id = t.id AND s.n > t.n)|2,20,null,null,null; 3,null,c,3,null",
        "MERGE INTO t USING (WITH c AS (SELECT id, max(n) AS n FROM source GROUP BY id) SELECT * FROM c) s ON t.id = s.id WHEN MATCHED AND s.n > 50 THEN UPDATE SET n = s.n WHEN MATCHED THEN DELETE|1,100,a,1,x; 2,20,null,null,null; 3,null,c,3,null",
        "MERGE INTO t USING (SELECT 5L AS id) s ON t.id = s.id WHEN MATCHED THEN DELETE|1,10,a,1,x; 2,20,null,null,null; 3,null,c,3,null"
      })
  void aStatementHasItsRows(String statement, String expected) {
    sql(statement);

    assertEquals(expected, rows());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DELETE FROM t WHERE _rowaddr = (SELECT min(_rowaddr) FROM t)|2,20,null,null,null; 3,null,c,3,null",
        "UPDATE t SET n = _fragment WHERE _rowaddr = (SELECT min(_rowaddr) FROM t)|1,0,a,1,x; 2,20,null,null,null; 3,null,c,3,null",
        "MERGE INTO t USING (SELECT _rowaddr AS address FROM t WHERE n > 10) s ON t._rowaddr = s.address WHEN MATCHED THEN UPDATE SET text = 'found'|1,10,a,1,x; 2,20,found,null,null; 3,null,c,3,null"
      })
  void aStatementMayNameWhatLanceKnowsOfARow(String statement, String expected) {
    assumeFalse(spark.version().startsWith("4.2"), "Spark 4.2 loses the column in its plan");
    sql(statement);

    assertEquals(expected, rows());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO t TABLE t|1,10,a,1,x; 2,20,null,null,null; 3,null,c,3,null",
        "INSERT INTO t SELECT id + 3, n, text, s FROM t WHERE id < 3|1,10,a,1,x; 2,20,null,null,null; 3,null,c,3,null; 4,10,a,1,x; 5,20,null,null,null",
        "INSERT OVERWRITE t SELECT * FROM t WHERE n > 10|2,20,null,null,null",
        "MERGE INTO t USING t s ON t.id = s.id + 1 WHEN MATCHED THEN UPDATE SET n = s.n WHEN NOT MATCHED THEN INSERT (id, text) VALUES (s.id + 1, 'last')|1,10,a,1,x; 2,10,null,null,null; 3,20,c,3,null; 4,null,last,null,null"
      })
  void k2AStatementReadsItsOwnTableAsItWas(String statement, String expected) {
    sql(statement);

    assertEquals(expected, rows());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO t VALUES (4, 'four', null, null)|n",
        "INSERT INTO t VALUES (4, 40, null)|column",
        "INSERT INTO t (id, none) VALUES (4, 40)|none",
        "INSERT INTO t (id, id) VALUES (4, 4)|id",
        "INSERT INTO t (n) VALUES (4)|id",
        "INSERT INTO t VALUES (cast(null AS BIGINT), 1, null, null)|non-nullable",
        "INSERT INTO t VALUES (7, 1, null, null), (7, 2, null, null)|two of the rows have the primary key",
        "UPDATE t SET n = true|n",
        "UPDATE t SET n = 3000000000|OVERFLOW",
        "UPDATE t SET id = NULL|non-nullable",
        "UPDATE t SET n = 1, n = 2|n",
        "UPDATE t SET none = 1|none",
        "UPDATE t SET s.none = 1|none",
        "UPDATE none SET n = 1|none",
        "DELETE FROM t WHERE none = 1|none",
        "MERGE INTO t USING source s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id, n) VALUES (s.id, s.n)|non-nullable",
        "MERGE INTO t USING source s ON t.id = s.id WHEN MATCHED THEN UPDATE SET n = text|ambiguous",
        "MERGE INTO t USING source s ON t.id = s.id WHEN MATCHED THEN UPDATE SET t.none = 1|none",
        "MERGE INTO t USING source s ON t.id = s.id WHEN MATCHED THEN UPDATE SET *|s",
        "DROP TABLE none|none",
        "CREATE TABLE t (id INT)|t"
      })
  void aStatementThatIsWrongChangesNothing(String statement, String part) {
    String before = rows();
    String text = Failure.of(() -> sql(statement)).text();

    assertTrue(text.contains(part), text);
    assertEquals(before, rows());
  }

  @Test
  void castsFollowTheSessionsRules() {
    spark.conf().set("spark.sql.storeAssignmentPolicy", "strict");
    sql("INSERT INTO t SELECT 4S, 40S, 'd', s FROM t WHERE id = 2");
    String text = Failure.of(() -> sql("INSERT INTO t SELECT id + 3, 50L, 'e', s FROM t")).text();

    assertTrue(text.toLowerCase().contains("cannot safely cast"), text);
    assertEquals("4,40,d,null,null", rows().split("; ")[3]);
  }

  @Test
  void k1ACachedTableShowsWhatAStatementDid() {
    sql("CACHE TABLE t");
    sql("CACHE TABLE few AS SELECT id FROM t WHERE n > 10");
    assertEquals("[[2]]", sql("SELECT * FROM few").toString());
    sql("UPDATE t SET n = n + 10 WHERE id = 1");
    assertEquals("[[1], [2]]", sql("SELECT * FROM few ORDER BY id").toString());
    sql(
        "MERGE INTO t USING source s ON t.id = s.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED AND s.id = 4 THEN INSERT (id, n) VALUES (s.id, s.n)");
    assertEquals("[[2], [4]]", sql("SELECT * FROM few ORDER BY id").toString());
    sql("DELETE FROM t WHERE id = 4");
    assertEquals("[[2]]", sql("SELECT * FROM few").toString());
    sql("INSERT INTO t VALUES (5, 50, null, null)");
    assertEquals("[[2], [5]]", sql("SELECT * FROM few ORDER BY id").toString());
    sql("INSERT OVERWRITE t VALUES (6, 60, null, null)");
    assertEquals("[[6]]", sql("SELECT * FROM few").toString());
    sql("ALTER TABLE t ADD COLUMN more INT");
    sql("TRUNCATE TABLE t");
    assertEquals("[]", sql("SELECT * FROM few").toString());
    sql("UNCACHE TABLE few");
    sql("UNCACHE TABLE t");
  }

  @Test
  void aViewReadsTheTableAsItIs() {
    sql("CREATE TEMPORARY VIEW big AS SELECT id FROM t WHERE n >= 20");
    sql("UPDATE t SET n = 20 WHERE id = 1");

    assertEquals("[[1], [2]]", sql("SELECT * FROM big ORDER BY id").toString());
  }
}
