package io.sparklancedb.it;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The functions of a catalog, wherever SQL has expressions. */
@ExtendWith(SparkExtension.class)
@Tag("planner")
class FunctionsTest {
  /** A statement, and its rows. The table is made once for all of them. */
  private static final List<String> STATEMENTS =
      List.of(
          "SELECT id, lance.system.l2_distance(f, array(1, 2)) FROM t ORDER BY id|1,0.0; 2,8.0; 3,null; 4,5.0",
          "SELECT id, lance.system.cosine_distance(f, array(1, 2)) FROM t ORDER BY id|1,0.0; 2,0.01613009; 3,null; 4,NaN",
          "SELECT id, lance.system.dot_distance(f, array(1, 2)) FROM t ORDER BY id|1,-4.0; 2,-10.0; 3,null; 4,1.0",
          // Every type of vector beside every other, on either side.
          "SELECT lance.system.l2_distance(array(1.5, 2), f) FROM t WHERE id = 1|0.25",
          "SELECT lance.system.l2_distance(f, array(1.5D, 2D)) FROM t WHERE id = 1|0.25",
          "SELECT lance.system.l2_distance(f, array(1.5F, 2F)) FROM t WHERE id = 1|0.25",
          "SELECT lance.system.l2_distance(d, array(1.5, 2)), lance.system.l2_distance(d, array(1.5F, 2F)) FROM t WHERE id = 1|0.25,0.25",
          "SELECT lance.system.l2_distance(f, d), lance.system.l2_distance(d, d), lance.system.l2_distance(f, f) FROM t WHERE id = 2|0.0,0.0,0.0",
          "SELECT lance.system.l2_distance(f, transform(d, x -> x + 1)) FROM t WHERE id = 2|2.0",
          "SELECT lance.system.l2_distance(array(0.1, 0.2), array(0.1, 0.2)), lance.system.l2_distance(array(0.1F), array(0.1))|0.0,0.0",
          "SELECT lance.system.dot_distance(array(1S, 2S), array(3L, 4L))|-10.0",
          "SELECT lance.system.dot_distance(a, b) FROM VALUES (array(1, 2), array(3.5, 4)) AS s(a, b)|-10.5",
          // Nulls and lengths.
          "SELECT lance.system.l2_distance(f, null), lance.system.l2_distance(null, null) FROM t WHERE id = 1|null,null",
          "SELECT lance.system.l2_distance(f, array(null, 1)), lance.system.l2_distance(array(1D, null), f) FROM t WHERE id = 1|null,null",
          "SELECT lance.system.l2_distance(f, if(id = 1, f, null)) FROM t ORDER BY id|0.0; null; null; null",
          "SELECT lance.system.l2_distance(array(), array()), lance.system.cosine_distance(array(), array())|0.0,NaN",
          // Where SQL has expressions.
          "SELECT id FROM t WHERE lance.system.l2_distance(f, array(1, 2)) < 6 ORDER BY id|1; 4",
          "SELECT id FROM t WHERE lance.system.cosine_distance(f, array(1, 2)) IS NULL|3",
          "SELECT id FROM t WHERE id > 1 AND lance.system.dot_distance(d, array(1, 2)) < 0|2",
          "SELECT id FROM t ORDER BY lance.system.l2_distance(f, array(3, 4)) NULLS LAST LIMIT 2|2; 1",
          "SELECT id FROM t WHERE f IS NOT NULL ORDER BY lance.system.cosine_distance(f, array(3, 4)), id|2; 1; 4",
          "SELECT id FROM t WHERE id < 3 ORDER BY lance.system.L2_Distance(f, array(0, 0)) DESC LIMIT 1|2",
          "SELECT min(lance.system.l2_distance(f, array(1.5, 2))), count(lance.system.l2_distance(f, f)) FROM t|0.25,3",
          "SELECT lance.system.l2_distance(f, array(2, 3)) AS near, count(*) FROM t GROUP BY lance.system.l2_distance(f, array(2, 3)) ORDER BY near|null,1; 2.0,2; 13.0,1",
          "SELECT a.id, b.id FROM t a JOIN t b ON lance.system.l2_distance(a.f, b.d) < 6 AND a.id < b.id|1,4",
          "SELECT id FROM (SELECT id, rank() OVER (ORDER BY lance.system.l2_distance(f, array(0, 0)) NULLS LAST) AS r FROM t) WHERE r = 2|1",
          "SELECT id FROM t WHERE lance.system.l2_distance(f, (SELECT f FROM t WHERE id = 2)) = 8|1",
          "SELECT q, id FROM (SELECT q, id, row_number() OVER (PARTITION BY q ORDER BY lance.system.l2_distance(f, v)) AS n FROM t, VALUES (1, array(0.1, 0)), (2, array(2.5, 4)) AS s(q, v) WHERE f IS NOT NULL) WHERE n = 1 ORDER BY q|1,4; 2,2");

  /** A statement, and a part of its refusal. */
  private static final List<String> WRONG_CALLS =
      List.of(
          "SELECT lance.system.l2_distance(f) FROM t|Cannot call l2_distance(array<float>): it takes two vectors, such as l2_distance(embedding, array(0.1, 0.2))",
          "SELECT lance.system.dot_distance(f, f, f) FROM t|Cannot call dot_distance(array<float>, array<float>, array<float>): it takes two vectors",
          "SELECT lance.system.l2_distance(f, '[1, 2]') FROM t|Cannot call l2_distance(array<float>, string): it takes two vectors",
          "SELECT lance.system.l2_distance(f, array('a', 'b')) FROM t|Cannot call l2_distance(array<float>, array<string>): it takes two vectors",
          "SELECT lance.system.l2_distance(id, f) FROM t|Cannot call l2_distance(int, array<float>): it takes two vectors",
          "SELECT lance.system.none(f) FROM t|`lance`.`system`.`none`",
          "SELECT lance.default.l2_distance(f, f) FROM t|`lance`.`default`.`l2_distance`",
          "SELECT l2_distance(f, f) FROM t|`l2_distance`");

  private SparkSession spark;
  private SqlCatalog catalog;

  /** Ids 1 to 4: [1, 2], [3, 4], null, [0, 0], in floats and in doubles. */
  @BeforeEach
  void makeTheTable(SparkSession session, Database database) {
    spark = session;
    catalog = SqlCatalog.of(session, database);
    catalog.sql(
        "CREATE TABLE lance.default.t (id INT, f ARRAY<FLOAT>, d ARRAY<DOUBLE>) TBLPROPERTIES ('primary_key' = 'id', 'vector.f' = '2', 'vector.d' = '2:float64')",
        "INSERT INTO lance.default.t VALUES (1, array(1, 2), array(1, 2)), (2, array(3, 4), array(3, 4)), (3, null, null), (4, array(0, 0), array(0, 0))",
        "USE lance");
    // Code that does not compile fails, and is not replaced.
    spark.conf().set("spark.sql.codegen.fallback", "false");
  }

  @TestFactory
  Stream<DynamicTest> aStatementHasItsRows() {
    return STATEMENTS.stream()
        .map(line -> line.split("\\|"))
        .map(line -> dynamicTest(line[0], () -> requireRows(line[0], line[1])));
  }

  private void requireRows(String statement, String expected) {
    for (String whole : List.of("true", "false")) {
      spark.conf().set("spark.sql.codegen.wholeStage", whole);
      assertEquals(expected, SqlCatalog.text(spark.sql(statement)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DELETE FROM t WHERE lance.system.l2_distance(f, array(0, 0)) > 10|1; 3; 4",
        "UPDATE t SET id = id + 10 WHERE lance.system.l2_distance(d, f) = 0 AND id > 1|1; 3; 12; 14",
        "MERGE INTO t USING t s ON lance.system.l2_distance(t.f, s.f) = 0 AND s.id > 1 WHEN MATCHED THEN DELETE|1; 3"
      })
  void aStatementChangesTheRowsThatItFinds(String statement, String ids) {
    catalog.sql(statement);

    assertEquals(ids, SqlCatalog.text(spark.sql("SELECT id FROM t ORDER BY id")));
  }

  @Test
  void isCalledFromDataFrames() {
    assertEquals(
        "1,8.0; 2,0.0; 3,null; 4,25.0",
        SqlCatalog.text(
            spark
                .table("t")
                .orderBy("id")
                .select(
                    col("id"),
                    call_function(
                        "lance.system.l2_distance", col("f"), lit(new double[] {3, 4})))));
  }

  @TestFactory
  Stream<DynamicTest> aWrongCallIsRefusedBeforeItRuns() {
    return WRONG_CALLS.stream()
        .map(line -> line.split("\\|"))
        .map(line -> dynamicTest(line[0], () -> requireRefusal(line[0], line[1])));
  }

  private void requireRefusal(String statement, String part) {
    String message =
        Failure.of(() -> spark.sql(statement)).cause(AnalysisException.class).getMessage();

    assertTrue(message.contains(part), message);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void vectorsOfDifferentLengthsAreRefused(boolean whole) {
    spark.conf().set("spark.sql.codegen.wholeStage", whole);

    assertEquals(
        "Cannot compute l2_distance: the first vector has 2 values, and the second 3. Compare vectors of one length.",
        catalog.refusal("SELECT lance.system.l2_distance(f, array(1, 2, 3)) FROM t"));
  }

  @Test
  void theNamespaceOfTheFunctionsHasNoTables() {
    assertEquals(
        "[[lance.system.cosine_distance], [lance.system.dot_distance], [lance.system.l2_distance]]",
        catalog.sql("SHOW USER FUNCTIONS IN lance.system"));
    assertEquals("[]", catalog.sql("SHOW USER FUNCTIONS IN lance.default"));
    assertEquals("[[default]]", catalog.sql("SHOW NAMESPACES IN lance"));
    for (String wrong :
        List.of(
            "SELECT * FROM lance.system.t",
            "SHOW TABLES IN lance.system",
            "CREATE TABLE lance.system.t (id INT)",
            "USE lance.system",
            "SHOW FUNCTIONS IN lance.none")) {
      String text = Failure.of(() -> catalog.sql(wrong)).text();
      assertTrue(text.contains("NOT_FOUND"), text);
    }
  }
}
