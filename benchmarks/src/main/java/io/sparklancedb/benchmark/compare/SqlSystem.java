package io.sparklancedb.benchmark.compare;

import java.nio.file.Path;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/** A system that is written with {@code CREATE TABLE}, {@code INSERT} and {@code MERGE}. */
final class SqlSystem implements TableSystem {
  private final SparkSession spark;
  private final SqlDialect dialect;

  SqlSystem(SparkSession spark, SqlDialect dialect) {
    this.spark = spark;
    this.dialect = dialect;
  }

  @Override
  public Set<Phase> measured() {
    return dialect.measured();
  }

  @Override
  public Path folder(String table) {
    return dialect.folder().apply(table);
  }

  @Override
  public String nameOfCopy(String table, String copy) {
    return dialect.movable() ? copy : table;
  }

  @Override
  public void load(Path source, String table) {
    makeEmpty(source, table);
    append(source, table);
  }

  @Override
  public void makeEmpty(Path source, String table) {
    String keyType =
        spark.read().parquet(source.toString()).schema().apply(SourceRows.KEY).dataType().sql();
    sql("CREATE TABLE %s (%s) %s", name(table), SourceRows.sqlColumns(keyType), dialect.creation());
  }

  @Override
  public void append(Path source, String table) {
    sql("INSERT INTO %s SELECT * FROM parquet.`%s`", name(table), source);
  }

  @Override
  public void upsert(Path source, String table) {
    sql(
        """
        MERGE INTO %s t USING (SELECT * FROM parquet.`%s`) s ON t.%3$s = s.%3$s
        WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *""",
        name(table), source, SourceRows.KEY);
  }

  @Override
  public Checksum checksum(String table) {
    return Checksum.of(spark.table(name(table)));
  }

  @Override
  public long read(ReadQuery query, String table, Source source, long keyNumber) {
    return query.through(spark.table(name(table)), source, keyNumber);
  }

  private String name(String table) {
    return dialect.name().apply(table);
  }

  private void sql(String statement, Object... values) {
    spark.sql(statement.formatted(values));
  }
}
