package io.sparklancedb.it;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Documents with a list, a struct and a vector, as LanceDB's own client writes them. */
public final class ClientDocuments {
  public static final Map<String, Object> TYPES =
      Map.of(
          "id", "int64",
          "text", "utf8",
          "tags", Map.of("list", "utf8"),
          "point", Map.of("struct", Map.of("x", "float64", "y", "int32")),
          "embedding", Map.of("vector", 8, "of", "float32"));

  private ClientDocuments() {}

  public static List<Map<String, Object>> rows(int from, int to) {
    return IntStream.range(from, to).mapToObj(id -> row(id, "text " + id)).toList();
  }

  public static Map<String, Object> row(int id, String text) {
    return Map.of(
        "id",
        id,
        "text",
        text,
        "tags",
        Arrays.asList("a", null),
        "point",
        Map.of("x", id / 2.0, "y", id),
        "embedding",
        vector(id));
  }

  public static List<Float> vector(int id) {
    return IntStream.rangeClosed(1, 8).mapToObj(i -> (float) Math.sin(id * i)).toList();
  }

  /** What the client wants to know for an index of the kind on a few hundred of them. */
  public static Map<String, Object> indexOptions(String kind) {
    return switch (kind) {
      case "ivfPq", "hnswPq" -> Map.of("numPartitions", 1, "numSubVectors", 2);
      case "ivfFlat", "ivfRq", "hnswSq" -> Map.of("numPartitions", 1);
      default -> Map.of();
    };
  }
}
