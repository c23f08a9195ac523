package io.sparklancedb.benchmark.compare;

import static org.apache.spark.sql.functions.call_udf;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How many rows there are, and all their values in one number that no order changes. */
record Checksum(long rows, long values) {
  static Checksum of(Dataset<Row> rows) {
    Column hash = xxhash64(SourceRows.columns().toArray(Column[]::new));
    Row row = rows.agg(count(lit(1)), call_udf("bit_xor", hash)).head();
    return new Checksum(row.getLong(0), row.isNullAt(1) ? 0 : row.getLong(1));
  }

  Checksum with(Checksum other) {
    return new Checksum(rows + other.rows, values ^ other.values);
  }

  Checksum without(Checksum other) {
    return new Checksum(rows - other.rows, values ^ other.values);
  }

  @Override
  public String toString() {
    return "%d rows, %016x".formatted(rows, values);
  }
}
