package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparklancedb.LanceDb;
import io.sparklancedb.client.TableQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A search of texts by the options of a read finds what LanceDB's own client finds. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class TextSearchTest {
  @AutoClose private static final LanceDbClient CLIENT = LanceDbClient.start();

  private static final String[] WORDS = {
    "apple", "banana", "cherry", "damson", "elderberry", "grape", "hazelnut", "juniper", "lemon"
  };
  private static final StructType TYPES =
      StructType.fromDDL("id BIGINT, lang STRING, title STRING, body STRING, v ARRAY<FLOAT>");

  private final Random random = new Random(7);
  private Docs docs;
  private LanceDbClientTable client;

  /** Of rows that an index lacks, the client's Lance knows other statistics than 7.0.0. */
  private boolean isIndexed = true;

  @BeforeEach
  void makeATable(SparkSession spark, Database database) {
    docs = new Docs(spark, database);
    client = CLIENT.table(database, Docs.NAME);
    SqlCatalog.of(spark, database)
        .sql(
            "CREATE TABLE lance.docs (id BIGINT, lang STRING, title STRING, body STRING, v ARRAY<FLOAT>) TBLPROPERTIES ('primary_key' = 'id', 'vector.v' = '2', 'index.title' = 'fts(stem=false)', 'index.body' = 'fts(with_position=true, remove_stop_words=false)')");
    write(0, 200);
  }

  private void write(int from, int to) {
    List<Row> rows = new ArrayList<>();
    for (long id = from; id < to; id++) {
      String lang = id % 2 == 0 ? "en" : "de";
      float[] v = {id, 0};
      rows.add(RowFactory.create(id, lang, words(3), id % 20 == 7 ? null : words(12), v));
    }
    docs.append(docs.spark().createDataFrame(rows, TYPES));
  }

  private String words(int most) {
    return IntStream.rangeClosed(0, random.nextInt(most))
        .mapToObj(i -> WORDS[random.nextInt(WORDS.length)])
        .collect(Collectors.joining(" "));
  }

  /** Each once: where an index lacks rows, the client counts one that comes twice otherwise. */
  private String asked(int most) {
    return Stream.of(words(most).split(" ")).distinct().collect(Collectors.joining(" "));
  }

  private void same(Map<String, ?> query) {
    Map<String, Object> ofClient = new HashMap<>(query);
    ofClient.putIfAbsent("operator", "OR");
    ofClient.put("limit", 1000);
    Map<Long, Double> expected = new TreeMap<>();
    for (JsonNode row : client.textQuery(ofClient)) {
      expected.put(row.get("id").asLong(), row.get("_score").asDouble());
    }
    List<Row> found =
        reader(query).option("limit", 1000).load().select("id", "_score").collectAsList();
    Map<Long, Double> actual = new TreeMap<>();
    for (int i = 0; i < found.size(); i++) {
      actual.put(found.get(i).getLong(0), (double) found.get(i).getFloat(1));
      assertTrue(
          i == 0 || found.get(i - 1).getFloat(1) >= found.get(i).getFloat(1), query::toString);
    }
    assertEquals(expected.keySet(), actual.keySet(), query::toString);
    if (isIndexed) {
      expected.forEach((id, score) -> assertEquals(score, actual.get(id), 1e-5, query::toString));
    }
    assertEquals(found.size(), actual.size(), query::toString);
    List<Row> first = reader(query).option("limit", 3).load().select("_score").collectAsList();
    assertEquals(Math.min(3, found.size()), first.size(), query::toString);
    for (int i = 0; i < first.size(); i++) {
      assertEquals(found.get(i).getFloat(1), first.get(i).getFloat(0), 1e-5, query::toString);
    }
  }

  private DataFrameReader reader(Map<String, ?> query) {
    DataFrameReader reader =
        docs.reader()
            .option("query_text", query.get("text").toString())
            .option("text_columns", query.get("columns").toString());
    for (Map.Entry<String, String> name :
        Map.of(
                "operator",
                "text_operator",
                "fuzziness",
                "fuzziness",
                "phrase",
                "phrase",
                "where",
                "where")
            .entrySet()) {
      if (query.containsKey(name.getKey())) {
        reader = reader.option(name.getValue(), query.get(name.getKey()).toString());
      }
    }
    return reader;
  }

  private List<Map<String, Object>> anyWords() {
    List<Map<String, Object>> queries = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      queries.add(Map.of("text", asked(3), "columns", List.of("title")));
      queries.add(Map.of("text", asked(3), "columns", List.of("body")));
      queries.add(Map.of("text", asked(2), "columns", List.of("title", "body")));
      queries.add(Map.of("text", asked(2), "columns", List.of("body"), "where", "lang = 'en'"));
    }
    queries.add(Map.of("text", "nothing of this", "columns", List.of("title")));
    queries.add(Map.of("text", "Apple, GRAPE! (lemon)", "columns", List.of("body")));
    return queries;
  }

  @Test
  void findsWhatTheClientFinds() {
    anyWords().forEach(this::same);
    for (int i = 0; i < 8; i++) {
      same(Map.of("text", asked(3), "columns", List.of("body"), "operator", "AND"));
      same(Map.of("text", asked(2), "columns", List.of("title", "body"), "operator", "AND"));
      same(Map.of("text", asked(2), "columns", List.of("body"), "phrase", true));
    }
    same(Map.of("text", "aple banan", "columns", List.of("title"), "fuzziness", 1));
    same(
        Map.of(
            "text", "aple bnna", "columns", List.of("title"), "fuzziness", 2, "operator", "AND"));
    same(Map.of("text", "lemn", "columns", List.of("title"), "fuzziness", 1, "where", "id < 100"));
  }

  @Test
  void findsRowsThatAnIndexLacks() {
    write(190, 210);
    isIndexed = false;

    anyWords().forEach(this::same);
    String table = docs.database().table(Docs.NAME).toString();
    for (String option : List.of("text_operator", "phrase", "fuzziness")) {
      String value = Map.of("text_operator", "and", "phrase", "true", "fuzziness", "1").get(option);
      Failure failure =
          Failure.of(
              () -> reader(Map.of("text", "a", "columns", "body")).option(option, value).load());
      assertEquals(
          "Cannot search the texts of table 'TABLE' with '%s': index 'body_idx' lacks 20 rows, in which lance-core 7.0.0 looks for single words only. Bring the index up to date by optimize() of a LanceDB client, or leave the option out."
              .formatted(option.equals("text_operator") ? "text_operator' = 'and" : option),
          failure.refusal().replace(table, "TABLE"));
    }
    assertEquals(0, reader(Map.of("text", " , ", "columns", "body")).load().count());
  }

  @Test
  void searchesAllColumnsThatHaveAnIndexUnlessTheyAreNamed() {
    String text = "apple juniper";

    assertEquals(
        reader(Map.of("text", text, "columns", "title, body")).load().collectAsList(),
        docs.reader().option("query_text", text).load().collectAsList());
    String table = docs.database().table(Docs.NAME).toString();
    assertEquals(
        "Cannot search the texts of table 'TABLE' for a phrase: the index of column 'title' does not know where words stand. Make it by a write with the option 'index.title' = 'fts(with_position=true)', or leave 'phrase' out.",
        Failure.of(() -> reader(Map.of("text", text, "columns", "title", "phrase", true)).load())
            .refusal()
            .replace(table, "TABLE"));
    assertEquals(
        "Cannot search the texts of table 'TABLE' with 'fuzziness' in several columns: lance-core 7.0.0 takes it for one. Set 'text_columns' to one of 'title', 'body'.",
        Failure.of(
                () -> docs.reader().option("query_text", text).option("fuzziness", "auto").load())
            .refusal()
            .replace(table, "TABLE"));
  }

  @Test
  void aHybridSearchFusesBothLists() {
    DataFrameReader reader =
        docs.reader().option("query_vector", "[40.2, 0]").option("query_text", "apple lemon");
    List<Row> nearest =
        docs.reader()
            .option("query_vector", "[40.2, 0]")
            .option("limit", 30)
            .load()
            .collectAsList();
    List<Row> best =
        docs.reader()
            .option("query_text", "apple lemon")
            .option("limit", 30)
            .load()
            .collectAsList();
    Map<Long, Double> fused = new TreeMap<>();
    for (List<Row> list : List.of(nearest, best)) {
      for (int i = 0; i < list.size(); i++) {
        fused.merge(list.get(i).getLong(0), 1.0 / (5 + i), Double::sum);
      }
    }
    List<Row> found =
        reader
            .option("candidates", 30)
            .option("rrf_k", 5)
            .option("limit", 25)
            .load()
            .collectAsList();

    assertEquals(25, found.size());
    List<Double> expected =
        fused.values().stream().sorted((a, b) -> Double.compare(b, a)).limit(25).toList();
    for (int i = 0; i < found.size(); i++) {
      Row row = found.get(i);
      assertEquals(expected.get(i), row.<Float>getAs("_relevance_score"), 1e-6);
      assertEquals(fused.get(row.getLong(0)), row.<Float>getAs("_relevance_score"), 1e-6);
      assertEquals(value(nearest, row, "_distance"), row.getAs("_distance"));
      assertEquals(value(best, row, "_score"), row.getAs("_score"));
    }
  }

  @Test
  void theClientOfTheJvmHasTheSameEngine() {
    DataFrameReader texts = reader(Map.of("text", "apple lemon", "columns", "body"));
    same(texts, query().fullTextSearch("apple lemon", "body"));
    same(
        texts.option("text_operator", "and"),
        query().fullTextSearch("apple lemon", "body").allWords());
    same(
        reader(Map.of("text", "apple lemon", "columns", "body", "phrase", true)),
        query().fullTextSearch("apple lemon", "body").phrase());
    same(
        reader(Map.of("text", "aple", "columns", "title", "fuzziness", 1)),
        query().fullTextSearch("aple", "title").fuzziness(1));
    DataFrameReader hybrid =
        docs.reader().option("query_vector", "[40.25, 0]").option("query_text", "apple lemon");
    same(hybrid, query().nearestTo("v", new float[] {40.25f, 0}).fullTextSearch("apple lemon"));
    same(
        docs.reader()
            .option("query_vector", "[40.25, 1]")
            .option("distance_type", "cosine")
            .option("search", "exact")
            .option("where", "lang = 'de'"),
        query()
            .nearestTo("v", new float[] {40.25f, 1})
            .distanceType("cosine")
            .bypassVectorIndex()
            .ef(50)
            .nprobes(1, 3)
            .where("lang = 'de'"));
  }

  private TableQuery query() {
    return LanceDb.connect(docs.database().uri(), Map.of(), Duration.ZERO)
        .openTable(Docs.NAME)
        .query();
  }

  private static void same(DataFrameReader options, TableQuery query) {
    List<Row> expected = options.load().drop("v").collectAsList();
    assertEquals(10, expected.size());
    assertEquals(
        expected.toString(), query.select("id", "lang", "title", "body").rows().toString());
  }

  private static Float value(List<Row> list, Row wanted, String column) {
    return list.stream()
        .filter(row -> row.getLong(0) == wanted.getLong(0))
        .findFirst()
        .map(row -> row.<Float>getAs(column))
        .orElse(null);
  }
}
