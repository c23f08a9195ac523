package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/** The rows of a DataFrame, ordered by {@link Docs#KEY}, column by column in {@link ExactValue}. */
public record ExactColumns(Map<String, List<String>> texts) {
  public static ExactColumns of(Dataset<Row> rows) {
    List<Row> collected = rows.orderBy(Docs.KEY).collectAsList();
    Map<String, List<String>> texts = new LinkedHashMap<>();
    StructField[] fields = rows.schema().fields();
    for (int i = 0; i < fields.length; i++) {
      int column = i;
      texts.put(
          fields[i].name(),
          collected.stream()
              .map(row -> ExactValue.of(row.get(column), fields[column].dataType()))
              .toList());
    }
    return new ExactColumns(texts);
  }

  /** Names the first column that differs. */
  public void requireEqual(ExactColumns read) {
    assertEquals(List.copyOf(texts.keySet()), List.copyOf(read.texts.keySet()));
    texts.forEach((column, values) -> assertEquals(values, read.texts.get(column), column));
  }
}
