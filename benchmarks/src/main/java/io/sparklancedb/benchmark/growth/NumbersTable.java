package io.sparklancedb.benchmark.growth;

import io.sparklancedb.LanceDb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.lance.WriteParams;
import org.lance.ipc.LanceScanner;

/** A table of a long key and a number, so small that files and tasks are what costs. */
record NumbersTable(SparkSession spark, Path database, String name) {
  static final String KEY = "id";

  /** Rows that the keys {@code from} to {@code to} have, in so many partitions. */
  static Dataset<Row> rows(SparkSession spark, long from, long to, int partitions) {
    return spark.range(from, to, 1, partitions).selectExpr("id", "id * 7 as number");
  }

  void merge(Dataset<Row> rows) {
    merge(rows, Map.of());
  }

  void merge(Dataset<Row> rows, Map<String, String> options) {
    rows.write()
        .format("lancedb")
        .options(address())
        .options(options)
        .option("primary_key", KEY)
        .mode("append")
        .save();
  }

  Dataset<Row> read() {
    return spark.read().format("lancedb").options(address()).load();
  }

  /** Adds the other table's rows in files of so few rows, without Spark. */
  void appendInSmallFiles(NumbersTable other, int rowsOfOne) {
    try (BufferAllocator allocator = new RootAllocator();
        org.lance.Dataset source =
            org.lance.Dataset.open().uri(other.uri()).allocator(allocator).build();
        LanceScanner scanner = source.newScan();
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
      // The write consumes the stream and closes the batches with it.
      Data.exportArrayStream(allocator, scanner.scanBatches(), stream);
      org.lance.Dataset.write().stream(stream)
          .allocator(allocator)
          .uri(uri())
          .mode(WriteParams.WriteMode.APPEND)
          .maxRowsPerFile(rowsOfOne)
          .execute()
          .close();
    } catch (Exception e) {
      throw new IllegalStateException("Cannot append to '%s'.".formatted(name), e);
    }
  }

  /** What the newest version's transaction tells. */
  Map<String, String> lastWrite() {
    return LanceDb.connect(database.toString(), Map.of(), Duration.ZERO)
        .openTable(name)
        .lastWrite();
  }

  private String uri() {
    return database.resolve(name + ".lance").toString();
  }

  private Map<String, String> address() {
    return Map.of("db_uri", database.toString(), "table_name", name);
  }
}
