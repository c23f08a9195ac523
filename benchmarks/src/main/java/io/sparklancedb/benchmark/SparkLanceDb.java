package io.sparklancedb.benchmark;

import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The same through the connector. */
final class SparkLanceDb {
  private final SparkSession spark;

  SparkLanceDb(SparkSession spark) {
    this.spark = spark;
  }

  void load(Path database, String table) {
    memory(false)
        .write()
        .format("lancedb")
        .option("db_uri", database.toString())
        .option("table_name", table)
        .option("primary_key", Shape.KEY)
        .option("vector.embedding", Integer.toString(Shape.DIMENSION))
        .mode("append")
        .save();
  }

  /** What Spark spends on the DataFrame itself. */
  void source() {
    intoNothing(memory(false));
  }

  /** What Spark spends on turning columns into the rows that the sink is given. */
  void sink() {
    intoNothing(memory(true));
  }

  void read(Path database, String table) {
    intoNothing(
        spark
            .read()
            .format("lancedb")
            .option("db_uri", database.toString())
            .option("table_name", table)
            .load());
  }

  private Dataset<Row> memory(boolean columnar) {
    return spark
        .read()
        .format(MemorySource.class.getName())
        .option(MemorySource.COLUMNAR, columnar)
        .load();
  }

  private static void intoNothing(Dataset<Row> rows) {
    rows.write().format("noop").mode("overwrite").save();
  }
}
