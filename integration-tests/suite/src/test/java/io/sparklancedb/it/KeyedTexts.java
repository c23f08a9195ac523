package io.sparklancedb.it;

import io.sparklancedb.LanceDb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Rows of a text key, a text, and a flag that deletes; what a table of them holds. */
final class KeyedTexts {
  private static final StructType ROWS =
      new StructType().add("id", "string").add("text", "string").add("gone", "boolean");

  private KeyedTexts() {}

  static Map<String, Long> counts(Database database) {
    Map<String, String> properties =
        LanceDb.connect(database.uri(), Map.of(), Duration.ZERO).openTable(Docs.NAME).lastWrite();
    Map<String, Long> counts = new TreeMap<>();
    for (String count : List.of("inserted", "updated", "deleted", "unchanged")) {
      counts.put(count, Long.parseLong(properties.get(count)));
    }
    return counts;
  }

  static Map<String, String> content(Docs docs) {
    Map<String, String> content = new TreeMap<>();
    docs.read().collectAsList().forEach(row -> content.put(row.getAs("id"), row.getAs("text")));
    return content;
  }

  static String key(int number) {
    return "key-%02d".formatted(number);
  }

  static Dataset<Row> rows(SparkSession spark, int from, int to, String text, Set<Integer> gone) {
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      rows.add(RowFactory.create(key(i), text, gone.contains(i) ? Boolean.TRUE : null));
    }
    return spark.createDataFrame(rows, ROWS).repartition(2);
  }
}
