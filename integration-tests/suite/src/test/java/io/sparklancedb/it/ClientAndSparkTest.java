package io.sparklancedb.it;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparklancedb.error.LanceDbException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One table, written and read by Spark and by LanceDB's own client in turn. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class ClientAndSparkTest {
  @AutoClose private static final LanceDbClient CLIENT = LanceDbClient.start();

  @Test
  void theClientReadsSearchesAndMergesWhatSparkWrote(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 2_000));
    docs.append(rows(spark, 1_990, 2_010).withColumn("text", lit("merged by Spark")));
    LanceDbClientTable table = CLIENT.table(database, Docs.NAME);

    assertEquals(List.of(Docs.NAME), CLIENT.tableNames(database));
    assertEquals(2_010, table.count());
    assertEquals(20, table.count("text = 'merged by Spark'"));
    assertEquals("BTree", table.listIndices().get(0).get("indexType").asText());
    assertTrue(
        table.explainPlan("id = 7").contains("ScalarIndexQuery"), table.explainPlan("id = 7"));
    assertEquals("text 7", table.rows("id = 7").get(0).get("text").asText());
    List<JsonNode> nearest =
        table.vectorSearch("embedding", ClientDocuments.vector(17), 3, "id > 10");
    assertEquals(17, nearest.get(0).get("id").asLong());

    JsonNode merged =
        table.mergeInsert(
            "id",
            List.of(ClientDocuments.row(5, "by the client"), ClientDocuments.row(9_999, "new")));
    assertEquals(1, merged.get("numUpdatedRows").asLong());
    assertEquals(2_011, docs.read().count());
    assertEquals(
        List.of(RowFactory.create(5L, "by the client"), RowFactory.create(9_999L, "new")),
        docs.read()
            .where("text in ('by the client', 'new')")
            .select("id", "text")
            .orderBy("id")
            .collectAsList());

    docs.append(rows(spark, 0, 10));
    table.optimize();
    docs.append(rows(spark, 9_990, 10_000));
    assertEquals(2_020, docs.read().count());
    assertEquals(2_020, docs.read().select("id").distinct().count());
  }

  @ParameterizedTest
  @CsvSource({
    "id,btree",
    "text,bitmap",
    "tags,labelList",
    "text,fts",
    "embedding,ivfFlat",
    "embedding,ivfPq",
    "embedding,ivfRq",
    "embedding,hnswPq",
    "embedding,hnswSq"
  })
  void sparkReadsAndWritesATableOfTheClientWithEachKindOfIndex(
      String column, String kind, SparkSession spark, Database database) {
    LanceDbClientTable table = CLIENT.table(database, Docs.NAME);
    table.create(ClientDocuments.TYPES, ClientDocuments.rows(0, 300));
    table.createIndex(column, kind, ClientDocuments.indexOptions(kind));
    table.delete("id >= 250");
    Docs docs = new Docs(spark, database);

    assertEquals(250, docs.read().count());
    assertEquals(
        RowFactory.create("text 7", "a", 3.5, 7),
        docs.read().where("id = 7").selectExpr("text", "tags[0]", "point.x", "point.y").first());
    assertEquals(1, docs.read().where("text = 'text 249'").count());

    docs.append(rows(spark, 240, 260).withColumn("text", lit("by Spark")));
    assertEquals(260, docs.read().count());
    assertEquals(260, table.count());
    assertEquals(20, table.count("text = 'by Spark'"));
    assertEquals(1, table.count("text = 'text 239'"));
  }

  @Test
  void aTableWithoutAKeyIsReadAndIsWrittenOnlyOnAKeyThatIsNamed(
      SparkSession spark, Database database) {
    LanceDbClientTable table = CLIENT.table(database, Docs.NAME);
    table.create(ClientDocuments.TYPES, ClientDocuments.rows(0, 30));
    Docs docs = new Docs(spark, database);

    LanceDbException refused =
        assertThrows(LanceDbException.class, () -> docs.writer(rows(spark, 0, 1)).save());
    assertEquals(
        "Cannot write table '%s': it has no primary key. Set the option 'primary_key' to the one column that names a row."
            .formatted(database.table(Docs.NAME)),
        refused.getMessage());
    docs.append(rows(spark, 20, 40));
    assertEquals(40, docs.read().select("id").distinct().count());
    assertEquals(40, docs.read().count());
  }

  @Test
  void theKeyThatTheClientDeclaredIsTheTablesKey(SparkSession spark, Database database) {
    LanceDbClientTable table = CLIENT.table(database, Docs.NAME);
    table.create(
        Map.of("id", Map.of("required", "int64"), "n", "int32"),
        IntStream.range(0, 10).mapToObj(i -> Map.of("id", i, "n", 0)).toList());
    table.setPrimaryKey("id");
    Docs docs = new Docs(spark, database);
    docs.writer(spark.range(5, 15).selectExpr("id", "1 as n")).save();

    assertEquals(
        List.of(RowFactory.create(0, 5L), RowFactory.create(1, 10L)),
        docs.read().groupBy("n").count().orderBy("n").collectAsList());
  }

  @Test
  void theClientSeesNothingOfAWriteThatFailed(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 10));
    LanceDbClientTable table = CLIENT.table(database, Docs.NAME);
    long before = table.version();
    Dataset<Row> failing =
        rows(spark, 0, 1_000).withColumn("text", expr("if(id = 999, raise_error('no'), text)"));

    assertThrows(Exception.class, () -> docs.append(failing));
    assertEquals(before, table.version());
    assertEquals(10, table.count());
  }

  private static Dataset<Row> rows(SparkSession spark, long from, long to) {
    return spark
        .range(from, to)
        .selectExpr(
            "id",
            "concat('text ', id) as text",
            "array('a', null) as tags",
            "named_struct('x', id / 2.0D, 'y', cast(id as int)) as point",
            "transform(sequence(1, 8), i -> cast(sin(id * i) as float)) as embedding");
  }
}
