package io.sparklancedb.benchmark;

import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowWriter;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Fills one block of Spark's binary rows, which are all of the same size here. */
final class SparkRows {
  private static final int EMBEDDING = Shape.SPARK.fieldIndex("embedding");

  private final int count;
  private final UnsafeRowWriter writer = new UnsafeRowWriter(Shape.SPARK.length());
  private byte[] bytes;
  private int rowBytes;
  private int rows;

  SparkRows(int count) {
    this.count = count;
  }

  void add(long id, byte[] text, int number, long micros, float[] vector) {
    writer.reset();
    writer.zeroOutNullBytes();
    writer.write(0, id);
    writer.write(1, UTF8String.fromBytes(text));
    writer.write(2, number);
    writer.write(3, micros);
    int cursor = writer.cursor();
    writer.write(UnsafeArrayData.fromPrimitiveArray(vector));
    writer.setOffsetAndSizeFromPreviousCursor(EMBEDDING, cursor);
    UnsafeRow row = writer.getRow();
    if (bytes == null) {
      rowBytes = row.getSizeInBytes();
      bytes = new byte[Math.multiplyExact(count, rowBytes)];
    }
    row.writeToMemory(bytes, Platform.BYTE_ARRAY_OFFSET + (long) rows * rowBytes);
    rows++;
  }

  RowBlock finish() {
    return new RowBlock(bytes, rows, rowBytes);
  }
}
