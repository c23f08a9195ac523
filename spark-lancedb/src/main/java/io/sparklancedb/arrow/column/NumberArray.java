package io.sparklancedb.arrow.column;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.unsafe.Platform;

/**
 * The numbers of one list: in place while few of them are read, else in Spark's own layout, copied
 * as memory. The same object is refilled for each row.
 */
final class NumberArray {
  private final ArrayColumn lists;
  private final NumberColumn numbers;
  private final UnsafeArrayData array = new UnsafeArrayData();
  private final ElementReads reads;
  private final CountedElements inPlace;
  private byte[] memory = {};

  NumberArray(ArrayColumn lists, NumberColumn numbers, ElementReads reads) {
    this.lists = lists;
    this.numbers = numbers;
    this.reads = reads;
    this.inPlace = new CountedElements(numbers, reads);
  }

  ArrayData of(int row) {
    int count = lists.length(row);
    int first = lists.start(row);
    return reads.areWhole(count) ? copy(first, count) : new ColumnarArray(inPlace, first, count);
  }

  private UnsafeArrayData copy(int first, int count) {
    int header = UnsafeArrayData.calculateHeaderPortionInBytes(count);
    long bytes = (long) count * numbers.width();
    layOut(count, header, bytes);
    Platform.copyMemory(
        null, numbers.address(first), memory, Platform.BYTE_ARRAY_OFFSET + header, bytes);
    if (numbers.hasNull()) {
      setNulls(count, first, header);
    }
    return array;
  }

  /** As Spark compares arrays byte by byte, what is neither a null bit nor a value is zero. */
  private void layOut(int count, int header, long bytes) {
    int size = Math.toIntExact(header + (bytes + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
    if (size != memory.length) {
      memory = new byte[size];
    }
    if (array.numElements() != count || array.getBaseObject() != memory) {
      Arrays.fill(memory, Math.toIntExact(header + bytes), size, (byte) 0);
      Platform.putLong(memory, Platform.BYTE_ARRAY_OFFSET, count);
      array.pointTo(memory, Platform.BYTE_ARRAY_OFFSET, size);
    }
  }

  private void setNulls(int count, int first, int header) {
    Arrays.fill(memory, Long.BYTES, header, (byte) 0);
    for (int i = 0; i < count; i++) {
      if (numbers.isNullAt(first + i)) {
        array.setNullAt(i);
        int at = header + i * numbers.width();
        Arrays.fill(memory, at, at + numbers.width(), (byte) 0);
      }
    }
  }
}
