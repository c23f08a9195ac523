package io.sparklancedb.it;

import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The table {@code docs} of a test's database, as a user writes and reads it. */
public record Docs(SparkSession spark, Database database) {
  public static final String NAME = "docs";
  public static final String KEY = "id";

  public Map<String, String> address() {
    return Map.of("db_uri", database.uri(), "table_name", NAME);
  }

  public DataFrameWriter<Row> writer(Dataset<Row> rows) {
    return rows.write().format("lancedb").options(address()).mode("append");
  }

  /** Merges on {@link #KEY}, which the table remembers from the first time on. */
  public void append(Dataset<Row> rows) {
    writer(rows).option("primary_key", KEY).save();
  }

  public void overwrite(Dataset<Row> rows) {
    writer(rows).option("primary_key", KEY).mode("overwrite").save();
  }

  public DataFrameReader reader() {
    return spark.read().format("lancedb").options(address());
  }

  public Dataset<Row> read() {
    return reader().load();
  }

  public NativeTable table() {
    return new NativeTable(database.table(NAME));
  }
}
