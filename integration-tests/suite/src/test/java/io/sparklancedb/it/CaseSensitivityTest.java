package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** K8 */
@ExtendWith(SparkExtension.class)
@Tag("planner")
class CaseSensitivityTest {
  @Test
  void k8NamesThatDifferInCaseAreOneColumnUnlessSparkSaysOtherwise(
      SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(3).selectExpr("id", "id * 10 as Total"));

    assertEquals("[[1]]", docs.read().where("TOTAL = 10").select("ID").collectAsList().toString());
    assertEquals("`Total` IS NOT NULL, `Total` = 10", filters(docs.read().where("TOTAL = 10")));
    spark.conf().set("spark.sql.caseSensitive", "true");
    assertThrows(AnalysisException.class, () -> docs.read().where("TOTAL = 10"));
    assertEquals(1, docs.read().where("Total = 10").count());
  }

  @Test
  void k8ColumnsThatDifferInCaseAlone(SparkSession spark, Database database) {
    spark.conf().set("spark.sql.caseSensitive", "true");
    Docs docs = new Docs(spark, database);
    Dataset<Row> rows =
        spark
            .range(3)
            .selectExpr(
                "id", "id * 10 as a", "id * 100 as A", "named_struct('x', id, 'X', -id) as s");
    docs.append(rows);
    docs.append(rows.where("id = 1"));

    assertEquals(
        List.of(RowFactory.create(1L, 10L, 100L, 1L, -1L)),
        docs.read()
            .where("A = 100 and a = 10 and s.X = -1")
            .selectExpr("id", "a", "A", "s.x", "s.X")
            .collectAsList());
    assertEquals("`A` IS NOT NULL, `A` = 100", filters(docs.read().where("A = 100")));
    assertEquals(List.of("A"), ScanText.of(docs.read().select("A")).columns());
    spark.conf().set("spark.sql.caseSensitive", "false");
    assertThrows(AnalysisException.class, () -> docs.read().select("a"));
    assertEquals(3, docs.read().select("id").count());
  }

  @Test
  void whatDiffersInCaseFromAColumnOfTheDataFrameKeepsItsValue(
      SparkSession spark, Database database) {
    spark.conf().set("spark.sql.caseSensitive", "true");
    Docs docs = new Docs(spark, database);
    docs.append(spark.sql("SELECT 1 id, 1 q, 2 Q, named_struct('c', 1, 'C', 2) s"));
    spark.conf().set("spark.sql.caseSensitive", "false");
    Dataset<Row> one = spark.sql("SELECT 1 id, 7 q, named_struct('C', 8) s");

    String lacks =
        "Cannot write to table 'TABLE': the DataFrame lacks its columns 'Q'. Add them to the DataFrame, or set 'schema_evolution' = 'add_columns': then they keep their values in rows that are updated.";
    new Refused(docs).with(lacks, docs.writer(one));
    new Refused(docs).with(lacks, docs.writer(one).mode("overwrite"));
    docs.writer(one).option("schema_evolution", "add_columns").save();
    assertEquals("[[1,7,2,[1,8]]]", docs.read().collectAsList().toString());
  }

  @Test
  void columnsThatSparkWouldNotTellApartAreNotMade(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    SqlCatalog.of(spark, database);
    String refusal =
        "Cannot make columns '%s' and '%s': their names differ in case only, and Spark would not tell them apart. Rename one of them, or set 'spark.sql.caseSensitive' to true.";

    for (String[] made :
        new String[][] {
          {"SELECT 1 id, 2 ID", "id", "ID"},
          {"SELECT 1 id, 1 q, 2 Q", "q", "Q"},
          {"SELECT 1 id, named_struct('c', 1, 'C', 2) s", "s.c", "s.C"}
        }) {
      new Refused(docs).with(refusal.formatted(made[1], made[2]), spark.sql(made[0]));
    }
    docs.append(spark.sql("SELECT 1 id"));
    new Refused(docs)
        .with(
            refusal.formatted("d", "D"),
            docs.writer(spark.sql("SELECT 1 id, 1 d, 2 D"))
                .option("schema_evolution", "add_columns"));
    new Refused(docs)
        .with(
            refusal.formatted("s.c", "s.C"),
            () ->
                spark.sql("ALTER TABLE lance.default.docs ADD COLUMNS (s STRUCT<c: INT, C: INT>)"));
  }

  private static String filters(Dataset<Row> rows) {
    return ScanText.of(rows).filters();
  }
}
