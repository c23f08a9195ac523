package io.sparklancedb.benchmark.compare;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The connector. */
final class LanceDbSystem implements TableSystem {
  private final SparkSession spark;
  private final Path database;

  LanceDbSystem(SparkSession spark, Path database) {
    this.spark = spark;
    this.database = database;
  }

  @Override
  public Set<Phase> measured() {
    return Set.of(Phase.values());
  }

  @Override
  public Path folder(String table) {
    return database.resolve(table + ".lance");
  }

  @Override
  public void load(Path source, String table) {
    merge(spark.read().parquet(source.toString()), table);
  }

  @Override
  public void makeEmpty(Path source, String table) {
    merge(spark.read().parquet(source.toString()).limit(0), table);
  }

  /**
   * The write of an upsert without a row to be found: what the merging itself costs is the rest.
   */
  @Override
  public void append(Path source, String table) {
    load(source, table);
  }

  @Override
  public void upsert(Path source, String table) {
    load(source, table);
  }

  @Override
  public Checksum checksum(String table) {
    return Checksum.of(table(table));
  }

  @Override
  public boolean answers(ReadQuery query) {
    return true;
  }

  @Override
  public long read(ReadQuery query, String table, Source source, long keyNumber) {
    return query.through(table(table), source, keyNumber);
  }

  Dataset<Row> table(String table) {
    return spark.read().format("lancedb").options(address(table)).load();
  }

  private void merge(Dataset<Row> rows, String table) {
    rows.write()
        .format("lancedb")
        .options(address(table))
        .option("primary_key", SourceRows.KEY)
        .option("vector." + SourceRows.VECTOR, Integer.toString(SourceRows.DIMENSION))
        .mode("append")
        .save();
  }

  private Map<String, String> address(String table) {
    return Map.of("db_uri", database.toString(), "table_name", table);
  }
}
