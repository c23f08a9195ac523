package io.sparklancedb.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** A table as LanceDB's own client sees it; every call opens its latest version. */
public record LanceDbClientTable(LanceDbClient client, String databaseUri, String name) {
  /** Makes the table; types are needed when there are no rows, and guessed when empty. */
  public void create(Map<String, ?> types, List<? extends Map<String, ?>> rows) {
    call(
        "createTable",
        types.isEmpty() ? Map.of("rows", rows) : Map.of("types", types, "rows", rows));
  }

  public void drop() {
    call("dropTable");
  }

  public long count() {
    return call("count").asLong();
  }

  public long count(String where) {
    return call("count", Map.of("where", where)).asLong();
  }

  public long version() {
    return call("version").asLong();
  }

  /** Name, type, nullable and metadata of each column. */
  public List<JsonNode> schema() {
    return elements(call("schema"));
  }

  public List<JsonNode> rows() {
    return elements(call("rows"));
  }

  public List<JsonNode> rows(String where) {
    return elements(call("rows", Map.of("where", where)));
  }

  public String explainPlan(String where) {
    return call("explainPlan", Map.of("where", where)).asText();
  }

  /** The k rows nearest to the vector, nearest first, with {@code _distance}. */
  public List<JsonNode> vectorSearch(String column, List<? extends Number> vector, int k) {
    return elements(call("vectorSearch", Map.of("column", column, "vector", vector, "limit", k)));
  }

  /** As above, among the rows that the filter lets through. */
  public List<JsonNode> vectorSearch(
      String column, List<? extends Number> vector, int k, String where) {
    return elements(
        call(
            "vectorSearch",
            Map.of("column", column, "vector", vector, "limit", k, "where", where)));
  }

  public List<JsonNode> textSearch(String column, String text, int k) {
    return elements(call("textSearch", Map.of("column", column, "text", text, "limit", k)));
  }

  /**
   * The rows whose texts fit, best first, with {@code _score}.
   *
   * @param query {@code text}, {@code columns} and {@code limit}; {@code operator} and {@code
   *     fuzziness}, or {@code phrase}; {@code where}
   */
  public List<JsonNode> textQuery(Map<String, ?> query) {
    return elements(call("textQuery", query));
  }

  public void add(List<? extends Map<String, ?>> rows) {
    call("add", Map.of("rows", rows));
  }

  /** Updates the rows whose key is there and inserts the others; the answer counts both. */
  public JsonNode mergeInsert(String on, List<? extends Map<String, ?>> rows) {
    return call("mergeInsert", Map.of("on", on, "rows", rows));
  }

  /** The answer has {@code numDeletedRows}. */
  public JsonNode delete(String where) {
    return call("delete", Map.of("where", where));
  }

  /**
   * Kinds are the client's: btree, bitmap, labelList, fts, ivfFlat, ivfPq, ivfRq, hnswPq, hnswSq.
   */
  public void createIndex(String column, String kind, Map<String, ?> options) {
    call("createIndex", Map.of("column", column, "kind", kind, "options", options));
  }

  /** Name, indexType, columns and counts of each index. */
  public List<JsonNode> listIndices() {
    return elements(call("listIndices"));
  }

  /** Compacts, prunes, and brings the indexes up to date. */
  public JsonNode optimize() {
    return call("optimize");
  }

  public void setPrimaryKey(String column) {
    call("setPrimaryKey", Map.of("column", column));
  }

  private JsonNode call(String operation) {
    return call(operation, Map.of());
  }

  private JsonNode call(String operation, Map<String, ?> arguments) {
    Map<String, Object> all = new HashMap<>(arguments);
    all.put("uri", databaseUri);
    all.put("table", name);
    return client.call(operation, all);
  }

  private static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
