package io.sparklancedb.benchmark.compare;

import static org.apache.spark.sql.functions.expr;

import java.nio.file.Path;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Plain files: they can be loaded and read; to merge, all of them are written again. */
final class ParquetSystem implements TableSystem {
  private final SparkSession spark;
  private final Path database;

  ParquetSystem(SparkSession spark, Path database) {
    this.spark = spark;
    this.database = database;
  }

  @Override
  public Set<Phase> measured() {
    return Set.of(Phase.LOAD, Phase.READ);
  }

  @Override
  public Path folder(String table) {
    return database.resolve(table);
  }

  @Override
  public void load(Path source, String table) {
    files(source).write().parquet(folder(table).toString());
  }

  /** Leaves the merged rows as another version beside the old ones. */
  @Override
  public void upsert(Path source, String table) {
    Dataset<Row> kept =
        files(folder(table))
            .as("t")
            .join(files(source).select(SourceRows.KEY).as("s"), expr("t.id = s.id"), "left_anti");
    kept.unionByName(files(source)).write().parquet(merged(table).toString());
  }

  @Override
  public Checksum checksum(String table) {
    return Checksum.of(newest(table));
  }

  @Override
  public long read(ReadQuery query, String table, Source source, long keyNumber) {
    return query.through(newest(table), source, keyNumber);
  }

  private Dataset<Row> newest(String table) {
    Path merged = merged(table);
    return files(merged.toFile().exists() ? merged : folder(table));
  }

  private Path merged(String table) {
    return database.resolve(table + "-merged");
  }

  private Dataset<Row> files(Path path) {
    return spark.read().parquet(path.toString());
  }
}
