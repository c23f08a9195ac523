package io.sparklancedb.read;

import org.apache.spark.sql.types.StructType;

/** Finds rows of a version in an order of its own, and says something of each. */
public interface Ranking {
  /** What it says of a row: floats that Spark gets beside the columns of the table. */
  StructType columns();

  /** Looks for the rows. */
  RankedRows rows();
}
