package io.sparklancedb.it.app;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** Writes, merges and reads a table; fails when what it reads is not what it wrote. */
public final class KeepDocuments {
  private final SparkSession spark;
  private final String dbUri;

  private KeepDocuments(SparkSession spark, String dbUri) {
    this.spark = spark;
    this.dbUri = dbUri;
  }

  /** Takes the address of the database. */
  public static void main(String[] arguments) {
    try (SparkSession spark = SparkSession.builder().appName("keep documents").getOrCreate()) {
      new KeepDocuments(spark, arguments[0]).run();
    }
  }

  private void run() {
    keep(documents(0, 1000, "first"));
    keep(documents(500, 1500, "second"));
    Dataset<Row> kept =
        spark
            .read()
            .format("lancedb")
            .option("db_uri", dbUri)
            .option("table_name", "documents")
            .load();
    check("rows", 1500, kept.count());
    check("rows of the first write", 500, kept.filter("text = 'first'").count());
    check("distinct keys", 1500, kept.select("id").distinct().count());
    check("vectors of 8", 1500, kept.filter("size(embedding) = 8").count());
  }

  private Dataset<Row> documents(long from, long to, String text) {
    return spark
        .range(from, to)
        .selectExpr(
            "id",
            "'" + text + "' as text",
            "transform(sequence(1, 8), i -> cast(id * i as float)) as embedding");
  }

  private void keep(Dataset<Row> documents) {
    documents
        .write()
        .format("lancedb")
        .option("db_uri", dbUri)
        .option("table_name", "documents")
        .option("primary_key", "id")
        .mode(SaveMode.Append)
        .save();
  }

  private static void check(String what, long expected, long actual) {
    if (expected != actual) {
      throw new IllegalStateException(what + ": expected " + expected + ", found " + actual);
    }
  }
}
