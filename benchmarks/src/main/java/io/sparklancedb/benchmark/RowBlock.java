package io.sparklancedb.benchmark;

import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.Platform;

/** Spark's binary rows one after another. */
record RowBlock(byte[] bytes, int count, int rowBytes) {
  void point(UnsafeRow row, int index) {
    row.pointTo(bytes, Platform.BYTE_ARRAY_OFFSET + (long) index * rowBytes, rowBytes);
  }
}
