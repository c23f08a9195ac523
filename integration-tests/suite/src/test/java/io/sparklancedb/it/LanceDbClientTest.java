package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SparkExtension.class)
@Tag("engine")
class LanceDbClientTest {
  @AutoClose private static final LanceDbClient CLIENT = LanceDbClient.start();

  @Test
  void lanceCoreReadsWhatTheClientWrote(Database database) throws Exception {
    LanceDbClientTable docs = CLIENT.table(database, "docs");
    docs.create(ClientDocuments.TYPES, ClientDocuments.rows(0, 300));
    docs.delete("id >= 200");

    assertEquals(List.of("docs"), CLIENT.tableNames(database));
    NativeTable table = new NativeTable(database.table("docs"));
    assertEquals(200, table.count());
    assertEquals(
        ClientDocuments.TYPES.keySet(),
        Set.copyOf(table.schema().getFields().stream().map(Field::getName).toList()));
    Map<String, Object> row = table.rows("id = 7").get(0);
    assertEquals(7L, row.get("id"));
    assertEquals("text 7", row.get("text").toString());
    assertEquals("[\"a\",null]", row.get("tags").toString());
    assertEquals("{x=3.5, y=7}", sorted(row.get("point")));
    assertEquals(8, ((List<?>) row.get("embedding")).size());
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
  void lanceCoreReadsATableWithEachKindOfIndex(String column, String kind, Database database)
      throws Exception {
    LanceDbClientTable docs = CLIENT.table(database, "docs");
    docs.create(ClientDocuments.TYPES, ClientDocuments.rows(0, 300));
    docs.createIndex(column, kind, ClientDocuments.indexOptions(kind));
    docs.add(ClientDocuments.rows(300, 400));

    assertEquals(column, docs.listIndices().get(0).at("/columns/0").asText());
    NativeTable table = new NativeTable(database.table("docs"));
    assertEquals(400, table.count());
    assertEquals(1, table.rows("id = 7").size());
    assertEquals(1, table.rows("text = 'text 399'").size());
    assertEquals(400, table.rows("array_has(tags, 'a')").size());
  }

  @Test
  void theClientFiltersThroughTheIndexOfTheKey(Database database) {
    LanceDbClientTable docs = CLIENT.table(database, "docs");
    docs.create(ClientDocuments.TYPES, ClientDocuments.rows(0, 300));
    docs.createIndex("id", "btree", Map.of());

    assertEquals("BTree", docs.listIndices().get(0).get("indexType").asText());
    assertTrue(docs.explainPlan("id = 7").contains("ScalarIndexQuery"), docs.explainPlan("id = 7"));
    assertEquals("text 7", docs.rows("id = 7").get(0).get("text").asText());
  }

  @Test
  void theClientSearchesMergesAndCompacts(Database database) {
    LanceDbClientTable docs = CLIENT.table(database, "docs");
    docs.create(ClientDocuments.TYPES, ClientDocuments.rows(0, 300));
    docs.createIndex("text", "fts", Map.of());

    List<JsonNode> nearest =
        docs.vectorSearch("embedding", ClientDocuments.vector(17), 2, "id > 10");
    assertEquals(17, nearest.get(0).get("id").asLong());
    assertEquals(2, nearest.size());
    assertEquals(17, docs.textSearch("text", "17", 1).get(0).get("id").asLong());
    JsonNode merged = docs.mergeInsert("id", ClientDocuments.rows(250, 350));
    assertEquals(50, merged.get("numUpdatedRows").asLong());
    assertEquals(50, merged.get("numInsertedRows").asLong());
    docs.optimize();
    assertEquals(350, docs.count());
    assertEquals(3, docs.count("id < 3"));
    docs.drop();
    assertEquals(List.of(), CLIENT.tableNames(database));
  }

  @Test
  void theClientFindsTheNearestByAnIndexThatAWriteOfSparkDeclared(
      SparkSession spark, Database database) {
    new Docs(spark, database)
        .writer(
            spark
                .range(300)
                .selectExpr(
                    "id", "transform(sequence(1, 8), i -> cast(sin(i * id) AS FLOAT)) AS vec"))
        .option("primary_key", Docs.KEY)
        .option("vector.vec", "8")
        .option("index.vec", "ivf_flat(num_partitions=2)")
        .save();
    LanceDbClientTable docs = CLIENT.table(database, "docs");

    assertTrue(
        docs.listIndices().stream()
            .anyMatch(index -> index.get("indexType").asText().equals("IvfFlat")));
    List<Long> nearest =
        LongStream.range(0, 300)
            .boxed()
            .sorted(Comparator.comparingDouble(id -> distance(id, 17)))
            .limit(5)
            .toList();
    assertEquals(
        nearest,
        docs.vectorSearch("vec", waves(17), 5).stream()
            .map(row -> row.get("id").asLong())
            .toList());
  }

  private static List<Double> waves(long id) {
    return IntStream.rangeClosed(1, 8).mapToObj(i -> Math.sin(i * id)).toList();
  }

  private static double distance(long one, long other) {
    return IntStream.range(0, 8)
        .mapToDouble(i -> Math.pow(waves(one).get(i) - waves(other).get(i), 2))
        .sum();
  }

  @Test
  void keepsWholeNumbersWhole(Database database) {
    LanceDbClientTable table = CLIENT.table(database, "numbers");
    table.create(
        Map.of("id", Map.of("required", "int64")), List.of(Map.of("id", "9007199254740993")));
    table.setPrimaryKey("id");

    assertEquals(9007199254740993L, table.rows().get(0).get("id").asLong());
    assertEquals(
        "{\"lance-schema:unenforced-primary-key:position\":\"1\"}",
        table.schema().get(0).get("metadata").toString());
  }

  @Test
  void passesOnWhatTheClientRefuses(Database database) {
    LanceDbClientTable missing = CLIENT.table(database, "missing");
    LanceDbClientException refused = assertThrows(LanceDbClientException.class, missing::count);
    assertTrue(
        refused.getMessage().startsWith("Table 'missing' was not found"), refused.getMessage());
  }

  private static String sorted(Object struct) {
    return new TreeMap<>((Map<?, ?>) struct).toString();
  }
}
