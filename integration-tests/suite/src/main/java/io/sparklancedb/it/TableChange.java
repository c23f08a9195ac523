package io.sparklancedb.it;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * One change of a table whose columns are {@code id} (long) and {@code text}: what it does to the
 * table, and to a model of it.
 *
 * @param text the text of all rows that it writes
 */
public record TableChange(Kind kind, Set<Long> keys, String text) {
  /** Ways to change a table. */
  public enum Kind {
    UPSERT,
    INSERT_ONLY,
    UPDATE_ONLY,
    DELETE,
    SYNC,
    OVERWRITE,
    COMPACT,
    CLIENT_MERGE
  }

  private static final StructType ROWS =
      new StructType().add("id", "long").add("text", "string").add("gone", "boolean");

  public TableChange {
    keys = new TreeSet<>(keys);
  }

  /** One line, which {@link #parse} reads. */
  public String line() {
    String list = keys.stream().map(String::valueOf).collect(Collectors.joining(","));
    return kind + " " + list + " " + text;
  }

  public static TableChange parse(String line) {
    String[] words = line.split(" ", -1);
    Set<Long> keys =
        Arrays.stream(words[1].split(","))
            .filter(word -> !word.isEmpty())
            .map(Long::valueOf)
            .collect(Collectors.toSet());
    return new TableChange(Kind.valueOf(words[0]), keys, words[2]);
  }

  /** Does it to a model. */
  public void apply(Map<Long, String> model) {
    switch (kind) {
      case UPSERT, CLIENT_MERGE -> keys.forEach(key -> model.put(key, text));
      case INSERT_ONLY -> keys.forEach(key -> model.putIfAbsent(key, text));
      case UPDATE_ONLY -> keys.forEach(key -> model.replace(key, text));
      case DELETE -> model.keySet().removeAll(keys);
      case SYNC, OVERWRITE -> {
        model.clear();
        keys.forEach(key -> model.put(key, text));
      }
      default -> {}
    }
  }

  /** Does it to the table with Spark. */
  public void run(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    if (kind == Kind.COMPACT) {
      docs.table().compact();
      return;
    }
    Dataset<Row> rows = rows(spark);
    boolean deletes = kind == Kind.DELETE;
    DataFrameWriter<Row> writer = docs.writer(deletes ? rows : rows.drop("gone"));
    options().forEach(writer::option);
    writer.mode(kind == Kind.OVERWRITE ? "overwrite" : "append").save();
  }

  private Map<String, String> options() {
    return switch (kind) {
      case INSERT_ONLY -> Map.of("when_matched", "ignore");
      case UPDATE_ONLY -> Map.of("when_not_matched", "ignore");
      case DELETE -> Map.of("delete_column", "gone");
      case SYNC -> Map.of("when_not_matched_by_source", "delete");
      default -> Map.of();
    };
  }

  /** Does it to the table with LanceDB's own client. */
  public void run(LanceDbClientTable client) {
    client.mergeInsert(
        Docs.KEY, keys.stream().map(key -> Map.of("id", key, "text", text)).toList());
  }

  private Dataset<Row> rows(SparkSession spark) {
    List<Row> rows = new ArrayList<>();
    keys.forEach(key -> rows.add(RowFactory.create(key, text, true)));
    return spark.createDataFrame(rows, ROWS);
  }
}
