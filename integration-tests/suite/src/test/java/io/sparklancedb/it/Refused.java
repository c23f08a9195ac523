package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.function.Executable;

/** Writes that are refused: with these very words, and leaving no trace on disk. */
record Refused(Docs docs) {
  /** The table's own address stands in the message as {@code TABLE}. */
  void with(String message, DataFrameWriter<Row> writer) {
    with(message, writer::save);
  }

  void with(String message, Dataset<Row> appended) {
    with(message, () -> docs.append(appended));
  }

  void with(String message, Executable action) {
    FileTree files = new FileTree(docs.database().folder());
    List<String> before = files.names();
    Failure failure = Failure.of(action);

    String table = docs.database().table(Docs.NAME).toString();
    assertEquals(message, failure.refusal().replace(table, "TABLE"), failure::text);
    files.await(before);
  }
}
